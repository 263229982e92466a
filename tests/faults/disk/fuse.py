"""The kernel's side of the disk: its requests read, answered from ``Files``."""

import ctypes
import errno
import os
import stat
import struct
from collections.abc import Callable

from tests.faults.disk.files import Files, Node

ASKED = struct.Struct("<IIQQIIII")
ANSWERED = struct.Struct("<IiQ")
ATTRIBUTES = struct.Struct("<6Q10I")
ENTRY = struct.Struct("<4Q2I")
SET = struct.Struct("<2I6Q8I")
PIECE = struct.Struct("<QQI")
DETACHED = 2
LONGEST, FOR_EVER = 1 << 17, 1 << 20
OPENED = struct.pack("<QII", 0, 2, 0)  # what was read before may be kept

_libc = ctypes.CDLL(None, use_errno=True)


def mount(path: str) -> int:
    """Mount an empty file system here; answers where its requests are read."""
    opened = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
    options = f"fd={opened},rootmode=40000,user_id=0,group_id=0,allow_other"
    if _libc.mount(b"ideas-faults", os.fsencode(path), b"fuse", 0, options.encode()):
        os.close(opened)
        raise OSError(ctypes.get_errno(), "cannot mount")
    return opened


def unmount(path: str) -> None:
    """Take it away from whoever still uses it."""
    _libc.umount2(os.fsencode(path), DETACHED)


class Kernel:
    """Answers one request after the other."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.does: dict[int, Callable[[Node, bytes, tuple[int, int]], bytes]] = {
            1: self._lookup, 3: self._attributes, 4: self._set, 8: self._make, 9: self._make_folder,
            10: self._unlink, 11: self._unlink, 12: self._rename, 13: self._link, 14: self._open,
            15: self._read, 16: self._write, 17: self._room, 18: self._nothing, 20: self._fsync,
            26: self._start, 27: self._open, 28: self._list, 29: self._nothing, 30: self._fsync,
            35: self._create, 38: self._nothing, 45: self._rename,
        }  # fmt: skip

    def answer_one(self, opened: int) -> None:
        """Read one request and answer it; OSError ENODEV once the file system is gone."""
        request = os.read(opened, LONGEST + FOR_EVER)
        _, verb, unique, number, uid, gid, _, _ = ASKED.unpack_from(request)
        if verb in {2, 36, 42}:  # nothing to forget, nothing to interrupt
            return
        said, error = b"", 0
        try:
            do = self.does.get(verb)
            node = self.files.nodes.get(number)
            if do is None:
                raise OSError(errno.ENOSYS, "not known")
            said = do(node or self.files.nodes[1], request[ASKED.size :], (uid, gid))
        except OSError as trouble:
            error = -(trouble.errno or errno.EIO)
        os.write(opened, ANSWERED.pack(ANSWERED.size + len(said), error, unique) + said)

    def _start(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        flags = 1 | 1 << 5  # reads side by side, big writes
        head = struct.pack("<4I2H2I2HI", 7, 31, 1 << 17, flags, 12, 9, LONGEST, 1, 32, 0, 0)
        return head + bytes(28)

    def _lookup(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        return _entry(self.files.find(node.number, _names(body)[0]))

    def _attributes(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        return struct.pack("<QII", FOR_EVER, 0, 0) + _about(node)

    def _set(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        asked = SET.unpack_from(body)
        valid, size, mode, uid, gid = asked[0], asked[3], asked[11], asked[13], asked[14]
        if valid & 1:
            node.mode = stat.S_IFMT(node.mode) | stat.S_IMODE(mode)
        if valid & 2:
            node.uid = uid
        if valid & 4:
            node.gid = gid
        if valid & 8:
            self.files.resize(node, size)
        return self._attributes(node, b"", owner)

    def _make(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        mode = struct.unpack_from("<I", body)[0]
        return _entry(self.files.make(node.number, _names(body[16:])[0], mode, owner))

    def _make_folder(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        mode = stat.S_IFDIR | struct.unpack_from("<I", body)[0]
        return _entry(self.files.make(node.number, _names(body[8:])[0], mode, owner))

    def _create(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        mode = stat.S_IFREG | stat.S_IMODE(struct.unpack_from("<II", body)[1])
        return _entry(self.files.make(node.number, _names(body[16:])[0], mode, owner)) + OPENED

    def _unlink(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        self.files.unlink(node.number, _names(body)[0])
        return b""

    def _rename(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        folder = struct.unpack_from("<Q", body)[0]
        old, new = _names(body[8:].lstrip(b"\0"))
        self.files.rename(node.number, old, (folder, new))
        return b""

    def _link(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        number = struct.unpack_from("<Q", body)[0]
        return _entry(self.files.link(number, node.number, _names(body[8:])[0]))

    def _open(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        return OPENED

    def _read(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        _, offset, size = PIECE.unpack_from(body)
        return bytes(node.data[offset : offset + size])

    def _write(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        _, offset, size = PIECE.unpack_from(body)
        self.files.write(node, offset, body[40 : 40 + size])
        return struct.pack("<II", size, 0)

    def _fsync(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        self.files.fsync(node)
        return b""

    def _list(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        _, offset, size = PIECE.unpack_from(body)
        said = b""
        for place, (name, number) in list(enumerate(node.names.items(), 1))[offset:]:
            kind = stat.S_IFMT(self.files.nodes[number].mode) >> 12
            line = struct.pack("<QQII", number, place, len(name), kind) + name
            line += bytes(-len(line) % 8)
            if len(said) + len(line) > size:
                break
            said += line
        return said

    def _room(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        free = 1 << 20 if self.files.room is None else self.files.room // 4096
        return struct.pack("<5Q4I", 1 << 21, free, free, 1 << 20, 1 << 20, 4096, 255, 4096, 0) + (
            bytes(24)
        )

    def _nothing(self, node: Node, body: bytes, owner: tuple[int, int]) -> bytes:
        return b""


def _names(body: bytes) -> list[bytes]:
    return body.split(b"\0")[:-1]


def _entry(node: Node) -> bytes:
    return ENTRY.pack(node.number, 0, FOR_EVER, FOR_EVER, 0, 0) + _about(node)


def _about(node: Node) -> bytes:
    size, at = len(node.data), int(node.changed)
    blocks = (size + 511) // 512
    owner = (node.mode, node.links, node.uid, node.gid)
    return ATTRIBUTES.pack(node.number, size, blocks, at, at, at, 0, 0, 0, *owner, 0, 4096, 0)
