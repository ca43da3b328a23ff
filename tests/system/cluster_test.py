"""The private cluster of deploy/lib/postgres.sh survives what crashes leave behind."""

import os
import shutil

import pytest
from conftest import short_folder
from harness.cluster import Cluster


@pytest.fixture(name="cluster")
def fixture_cluster():
    cluster = Cluster(short_folder() / "postgres")
    cluster.start("fsync = off")
    cluster.query("CREATE TABLE kept AS SELECT 1 AS one", database="postgres")
    yield cluster
    cluster.stop("immediate")
    shutil.rmtree(cluster.folder.parent, ignore_errors=True)


def test_a_cluster_whose_server_was_killed_starts_again_with_its_data(cluster):
    cluster.kill()
    cluster.start()
    assert cluster.query("SELECT one FROM kept", database="postgres") == [(1,)]


def test_a_pid_file_whose_number_belongs_to_another_process_does_not_hinder_the_start(cluster):
    cluster.stop("immediate")
    (cluster.folder / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.folder}/data\n")
    assert not cluster.running()
    cluster.start()
    assert cluster.running()


def test_starting_a_running_cluster_changes_nothing(cluster):
    started = cluster.query("SELECT pg_postmaster_start_time()", database="postgres")
    cluster.start()
    assert cluster.query("SELECT pg_postmaster_start_time()", database="postgres") == started


def test_a_folder_that_the_server_cannot_reach_is_named_with_the_remedy():
    if os.geteuid() != 0:
        pytest.skip("only root runs the server as another user")
    folder = short_folder()
    os.chmod(folder, 0o700)
    with pytest.raises(RuntimeError, match="cannot reach .*use a folder that is open to it"):
        Cluster(folder / "postgres").start()
    shutil.rmtree(folder)
