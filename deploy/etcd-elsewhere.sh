#!/bin/sh
# Patroni calls it on the machine that leads the database from now on (patroni.yml, callbacks), as
# "etcd-elsewhere.sh on_role_change primary ideas": etcd shall be led from another. Both on one machine would die together, and the
# 20 s for which the database's leader is waited for would begin only when etcd has elected, up to 2 s later.
[ "$2" = primary ] || exit 0
export ETCDCTL_API=3
own=http://10.0.0.11:2379  # this node
all=http://10.0.0.11:2379,http://10.0.0.12:2379,http://10.0.0.13:2379
etcd="etcdctl --dial-timeout=1s --command-timeout=2s"
other=$($etcd --endpoints="$all" endpoint status 2>/dev/null | awk -F', ' -v own="$own" '
    $1 == own && $5 == "true" { leads = 1 }
    $1 != own { other = $2 }
    END { if (leads) print other }')
[ -z "$other" ] || $etcd --endpoints="$own" move-leader "$other"
