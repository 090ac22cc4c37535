"""Is a path on a network file system? SQLite's write-ahead log does not work there."""

from pathlib import Path

NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "fuse.sshfs", "ceph", "glusterfs", "lustre")


def network_file_system(path: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """The name of the network file system that holds `path`, or None (also where the system does not tell).

    Args:
        path: a file or folder that need not exist yet.
        mounts: the kernel's table of mounts, in the format of fstab(5).
    """
    if not mounts.is_file():
        return None
    here = path.absolute()
    best, kind = "", ""
    for line in mounts.read_text("utf8", errors="replace").splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if here.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind if kind in NETWORK else None
