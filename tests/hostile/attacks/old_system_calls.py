"""Calls the kernel by the 32-bit table."""

# maximum: 0
# limits: got | denied
# landlock: denied
# namespaces: denied

import ctypes
import mmap

CODE = bytes.fromhex("53b8140000006a00cd80 59 5b c3".replace(" ", ""))  # getpid through int 0x80


def attempt():
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(CODE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    result = ctypes.CFUNCTYPE(ctypes.c_int)(address)()
    if result < 0:
        raise PermissionError(result)
    return result
