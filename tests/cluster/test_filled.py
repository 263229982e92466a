"""The examples in ``deploy/`` can be filled in for each machine; the drill is not for here."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cluster.around import what_is_around
from tests.cluster.database import a_database
from tests.cluster.filled import filled, pause_of
from tests.cluster.machines import Machine
from tests.cluster.needs import missing


@pytest.mark.once
def test_each_machine_has_files_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.chown", lambda *_: None)
    monkeypatch.setattr("pwd.getpwnam", lambda _: SimpleNamespace(pw_uid=0, pw_gid=0))
    machine = Machine("db2", "10.0.0.12", tmp_path)
    a_database(iter([machine]))
    patroni = (tmp_path / "patroni.yml").read_text()
    assert "name: db2" in patroni
    assert "listen: 10.0.0.12:5432" in patroni
    assert "hosts: 10.0.0.11:2379,10.0.0.12:2379" in patroni
    assert "change-this" not in patroni
    etcd = (tmp_path / "etcd.yml").read_text()
    assert "listen-peer-urls: http://10.0.0.12:2380" in etcd
    assert "own=http://10.0.0.12:2379  # this node" in (tmp_path / "etcd-elsewhere.sh").read_text()
    assert "db1=http://10.0.0.11:2380,db2=http://10.0.0.12:2380" in etcd


@pytest.mark.once
def test_an_example_that_changed_is_noticed(tmp_path: Path) -> None:
    assert pause_of("patroni.service") == 0.1
    assert set(what_is_around(tmp_path)) == {"web", "bucket", "mail"}
    with pytest.raises(AssertionError, match="no 'something else'"):
        filled("etcd.yml", tmp_path / "etcd.yml", {"something else": ""})


@pytest.mark.once
def test_what_is_missing_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda program: None)
    assert "haproxy: apt-get install haproxy" in list(missing())
