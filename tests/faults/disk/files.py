"""The files of the disk: as they are, and as they would be if the power were cut now."""

import errno
import random
import stat
import time
from dataclasses import dataclass, field

PAGE, SECTOR = 4096, 512
ROOT = 1


@dataclass
class Node:
    """A file or a folder; ``kept`` and ``kept_names`` are what survives a power cut."""

    number: int
    mode: int
    uid: int
    gid: int
    changed: float = field(default_factory=time.time)
    links: int = 1
    data: bytearray = field(default_factory=bytearray)
    kept: bytearray = field(default_factory=bytearray)
    dirty: set[int] = field(default_factory=set)
    names: dict[bytes, int] = field(default_factory=dict)
    kept_names: dict[bytes, int] = field(default_factory=dict)


class Files:
    """A tree of nodes. Names are kept as a journal keeps them: all of them at any fsync.

    The data of a file are kept by its own fsync alone.
    """

    def __init__(self) -> None:
        self.nodes = {ROOT: Node(ROOT, stat.S_IFDIR | 0o777, 0, 0, links=2)}
        self.last = ROOT
        self.renamed: set[int] = {ROOT}
        self.room: int | None = None
        self.failing_fsyncs = 0
        self.fsyncs = 0

    def find(self, folder: int, name: bytes) -> Node:
        """The node of a name; OSError when there is none."""
        number = self.nodes[folder].names.get(name)
        if number is None:
            raise OSError(errno.ENOENT, "no such name")
        return self.nodes[number]

    def make(self, folder: int, name: bytes, mode: int, owner: tuple[int, int]) -> Node:
        """A new file or folder."""
        self.last += 1
        node = Node(self.last, mode, *owner)
        self.nodes[node.number] = node
        self._name(folder, name, node.number)
        return node

    def link(self, number: int, folder: int, name: bytes) -> Node:
        """Another name of a file."""
        self.nodes[number].links += 1
        self._name(folder, name, number)
        return self.nodes[number]

    def unlink(self, folder: int, name: bytes) -> None:
        """Take a name away; OSError for a folder that is not empty."""
        node = self.find(folder, name)
        if node.names:
            raise OSError(errno.ENOTEMPTY, "not empty")
        node.links -= 1
        del self.nodes[folder].names[name]
        self.renamed.add(folder)

    def rename(self, folder: int, name: bytes, to: tuple[int, bytes]) -> None:
        """Give a node another name, over whatever had it."""
        number = self.find(folder, name).number
        del self.nodes[folder].names[name]
        self.renamed.add(folder)
        self._name(*to, number)

    def _name(self, folder: int, name: bytes, number: int) -> None:
        self.nodes[folder].names[name] = number
        self.renamed.add(folder)

    def write(self, node: Node, offset: int, data: bytes) -> None:
        """Write; OSError when the disk is full."""
        end = offset + len(data)
        if end > len(node.data):
            self._take_room(end - len(node.data))
            node.data.extend(bytes(end - len(node.data)))
        node.data[offset:end] = data
        node.changed = time.time()
        node.dirty.update(range(offset // PAGE, (end + PAGE - 1) // PAGE))

    def _take_room(self, more: int) -> None:
        if self.room is None:
            return
        if more > self.room:
            raise OSError(errno.ENOSPC, "full")
        self.room -= more

    def resize(self, node: Node, size: int) -> None:
        """Cut or lengthen a file."""
        if size < len(node.data):
            del node.data[size:]
        else:
            self._take_room(size - len(node.data))
            node.data.extend(bytes(size - len(node.data)))
        node.dirty.add(size // PAGE)

    def fsync(self, node: Node) -> None:
        """Keep a file, and every name; OSError when that is to fail, and then never again."""
        self.fsyncs += 1
        if self.failing_fsyncs and not stat.S_ISDIR(node.mode):
            self.failing_fsyncs -= 1
            node.dirty.clear()
            raise OSError(errno.EIO, "the disk failed")
        self._keep_names()
        self._keep(node)

    def _keep_names(self) -> None:
        for number in self.renamed:
            self.nodes[number].kept_names = dict(self.nodes[number].names)
        self.renamed.clear()

    def _keep(self, node: Node) -> None:
        size = len(node.data)
        del node.kept[size:]
        node.kept.extend(bytes(size - len(node.kept)))
        for page in node.dirty:
            start, end = page * PAGE, min(page * PAGE + PAGE, size)
            if start < end:
                node.kept[start:end] = node.data[start:end]
        node.dirty.clear()

    def settle(self) -> None:
        """Keep everything, as a disk does that had a quiet minute."""
        self._keep_names()
        for node in self.nodes.values():
            self._keep(node)

    def cut_power(self, seed: int) -> None:
        """Be what a restart finds: what was kept, and any of the sectors on their way."""
        dice = random.Random(seed)
        if dice.random() < 0.5:
            self._keep_names()
        self.renamed.clear()
        for node in self.nodes.values():
            node.names = dict(node.kept_names)
            for page in sorted(node.dirty):
                self._keep_some(node, page, dice)
            node.data, node.dirty = bytearray(node.kept), set()

    def _keep_some(self, node: Node, page: int, dice: random.Random) -> None:
        for start in range(page * PAGE, min((page + 1) * PAGE, len(node.data)), SECTOR):
            if dice.random() < 0.5:
                continue
            sector = node.data[start : start + SECTOR]
            node.kept.extend(bytes(max(0, start + len(sector) - len(node.kept))))
            node.kept[start : start + len(sector)] = sector
