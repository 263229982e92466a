#!/usr/bin/env bash
# A machine inside this one, with a systemd of its own that reads deploy/ideas-*: name spaces, an /etc, /srv and /var of their
# own, loopback alone. Called by test_started.py as root, inside unshare; nothing of it is left when it ends.
#   booting.sh SOURCE PACKAGES WHEEL LOGS
set -euo pipefail
source=$1 packages=$2 wheel=$3 logs=$4
mount --make-rprivate /
umount -R /sys/fs/cgroup
ip link set lo up
bind() { mkdir -p "$2"; mount --bind "$1" "$2"; }

room=/mnt
mount -t tmpfs -o mode=755 none "$room"
mkdir "$room"/{etc,work,logs}
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$room/etc,workdir=$room/work" /etc
bind "$logs" "$room/logs"
for own in /run /srv /var/lib /var/backups; do mount -t tmpfs -o mode=755 none "$own"; done
bind "$packages" /srv/packages
install -D "$wheel" "/srv/wheel/$(basename "$wheel")"

# As docs/operations.md says, but for the packages, which are there already.
useradd --system --home-dir /var/lib/ideas --shell /usr/sbin/nologin ideas
/usr/bin/python3 -m venv /srv/ideas
/srv/ideas/bin/pip --quiet install --no-deps --no-index "/srv/wheel/$(basename "$wheel")"
echo /srv/packages > "$(echo /srv/ideas/lib/python3.*/site-packages)/packages.pth"
install -D -m 600 "$source/deploy/ideas.env" /etc/ideas/ideas.env
install -d -o ideas -m 700 /var/backups/ideas

units=/run/units
mkdir -p "$units"
cp "$source"/deploy/ideas-* "$units"
sed -e 's|^ExecStart=.*|ExecStart=/srv/ideas/bin/ideas demo|' -e 's|IDEAS_HOME=/var/lib/ideas|&/demo|' \
    -e 's|^EnvironmentFile=.*|Environment=IDEAS_WORKER=0|' -e 's|^Restart=.*|Restart=no|' -e 's|^KillMode=mixed|Type=oneshot|' \
    "$source/deploy/ideas-web.service" > "$units/ideas-story.service"
for name in ideas-web ideas-worker ideas-backup ideas-story; do
    mkdir "$units/$name.service.d"
    printf '[Service]\nStandardOutput=append:%s\nStandardError=inherit\n' "$room/logs/$name.log" > "$units/$name.service.d/log.conf"
done
for name in sysinit basic multi-user timers shutdown network-online; do
    printf '[Unit]\nDescription=%s\n' "$name" > "$units/$name.target"
done
ln -s multi-user.target "$units/default.target"

exec env -i container=drill SYSTEMD_UNIT_PATH="$units" PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --log-target=console --log-level=info
