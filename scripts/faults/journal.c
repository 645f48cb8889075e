/*
 * Loaded in front of libc (LD_PRELOAD). Under FAULTS_ROOT it
 * - appends every change of a file or folder, with its data, to FAULTS_JOURNAL;
 * - kills the whole process group right before the change number FAULTS_KILL_AT;
 * - lets calls of one kind (FAULTS_FAIL: o open, w write, s synchronise, r rename) fail with FAULTS_ERRNO, from the one
 *   numbered FAULTS_FAIL_AT on, and where FAULTS_FAIL_WHILE names a file only while that exists.
 *
 * A record is appended before the call returns, so that what one call saw done stands before what it did. Records:
 *   one letter, inode (u64), offset (u64), length of the first text (u32), length of the second (u32), both.
 * Integers are of this machine. Shared memory (*-shm) is left out: SQLite makes it anew.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 65536
static uint64_t watched[FDS];
static const char *root;
static size_t root_length;
static int journal = -1;
static long kill_at;
static atomic_long changes;
static char fail;
static int fail_errno;
static long fail_at;
static const char *fail_while;
static atomic_long met;

#define REAL(type, name, ...) \
  static type (*real_##name)(__VA_ARGS__); \
  if (!real_##name) real_##name = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  root = getenv("FAULTS_ROOT");
  if (!root) return;
  root_length = strlen(root);
  const char *at = getenv("FAULTS_KILL_AT");
  kill_at = at ? atol(at) : 0;
  const char *kind = getenv("FAULTS_FAIL"), *number = getenv("FAULTS_ERRNO"), *from = getenv("FAULTS_FAIL_AT");
  fail = kind ? kind[0] : 0;
  fail_errno = number ? atoi(number) : EIO;
  fail_at = from ? atol(from) : 1;
  fail_while = getenv("FAULTS_FAIL_WHILE");
  const char *file = getenv("FAULTS_JOURNAL");
  if (!file) return;
  REAL(int, open64, const char *, int, ...);
  journal = real_open64(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

/* The path without symbolic links in its folder, or 0 where it is not watched. */
static int inside(int folder, const char *path, char *whole) {
  if (!root || !path) return 0;
  char given[PATH_MAX * 2];
  if (path[0] == '/' || folder == AT_FDCWD) {
    if (path[0] == '/') snprintf(given, sizeof given, "%s", path);
    else {
      char here[PATH_MAX];
      if (!getcwd(here, sizeof here)) return 0;
      snprintf(given, sizeof given, "%s/%s", here, path);
    }
  } else {
    char link[64], here[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t n = readlink(link, here, sizeof here - 1);
    if (n < 0) return 0;
    here[n] = 0;
    snprintf(given, sizeof given, "%s/%s", here, path);
  }
  size_t length = strlen(given);
  while (length > 1 && given[length - 1] == '/') given[--length] = 0;
  if (strncmp(given, root, root_length) != 0) return 0;
  if (length >= 4 && strcmp(given + length - 4, "-shm") == 0) return 0;
  if (length >= PATH_MAX) return 0;
  memcpy(whole, given, length + 1);
  return 1;
}

static void before(void) {
  if (!root || kill_at <= 0) return;
  if (atomic_fetch_add(&changes, 1) + 1 == kill_at) {
    kill(0, SIGKILL);
    for (;;) pause();
  }
}

/* Whether this call shall fail; errno says why. */
static int fails(char kind) {
  if (kind != fail) return 0;
  if (fail_while && access(fail_while, F_OK) != 0) return 0;
  if (atomic_fetch_add(&met, 1) + 1 < fail_at) return 0;
  errno = fail_errno;
  return 1;
}

static void record(char kind, uint64_t inode, uint64_t offset, const void *one, size_t first, const void *two,
                   size_t second) {
  if (journal < 0) return;
  int kept = errno;
  char head[25];
  uint32_t a = first, b = second;
  head[0] = kind;
  memcpy(head + 1, &inode, 8);
  memcpy(head + 9, &offset, 8);
  memcpy(head + 17, &a, 4);
  memcpy(head + 21, &b, 4);
  REAL(ssize_t, writev, int, const struct iovec *, int);
  struct iovec parts[3] = {{head, 25}, {(void *)one, first}, {(void *)two, second}};
  if (real_writev(journal, parts, 3) != (ssize_t)(25 + first + second)) abort();
  errno = kept;
}

static void opened(int fd, const char *path, int flags) {
  if (fd < 0 || fd >= FDS) return;
  struct stat found;
  if (fstat(fd, &found) != 0) return;
  watched[fd] = found.st_ino;
  char kind = S_ISDIR(found.st_mode) ? 'D' : flags & O_TRUNC ? 'T' : 'O';
  record(kind, found.st_ino, flags & O_CREAT ? 1 : 0, path, strlen(path), "", 0);
}

#define CHANGING (O_CREAT | O_TRUNC)

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    mode_t mode = 0; \
    if (flags & O_CREAT) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); } \
    REAL(int, name, const char *, int, ...); \
    char whole[PATH_MAX]; \
    int mine = inside(AT_FDCWD, path, whole); \
    if (mine && fails('o')) return -1; \
    if (mine && (flags & CHANGING)) before(); \
    int fd = real_##name(path, flags, mode); \
    if (mine) opened(fd, whole, flags); else if (fd >= 0 && fd < FDS) watched[fd] = 0; \
    return fd; \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
  int name(int folder, const char *path, int flags, ...) { \
    mode_t mode = 0; \
    if (flags & O_CREAT) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); } \
    REAL(int, name, int, const char *, int, ...); \
    char whole[PATH_MAX]; \
    int mine = inside(folder, path, whole); \
    if (mine && fails('o')) return -1; \
    if (mine && (flags & CHANGING)) before(); \
    int fd = real_##name(folder, path, flags, mode); \
    if (mine) opened(fd, whole, flags); else if (fd >= 0 && fd < FDS) watched[fd] = 0; \
    return fd; \
  }
OPENAT(openat)
OPENAT(openat64)

#define FOPEN(name) \
  FILE *name(const char *path, const char *mode) { \
    REAL(FILE *, name, const char *, const char *); \
    char whole[PATH_MAX]; \
    int mine = inside(AT_FDCWD, path, whole); \
    int flags = mode[0] == 'w' ? O_CREAT | O_TRUNC : mode[0] == 'a' ? O_CREAT : 0; \
    if (mine && fails('o')) return 0; \
    if (mine && flags) before(); \
    FILE *file = real_##name(path, mode); \
    if (mine && file) opened(fileno(file), whole, flags); \
    return file; \
  }
FOPEN(fopen)
FOPEN(fopen64)

int close(int fd) {
  REAL(int, close, int);
  if (fd >= 0 && fd < FDS) watched[fd] = 0;
  return real_close(fd);
}

int fclose(FILE *file) {
  REAL(int, fclose, FILE *);
  int fd = file ? fileno(file) : -1;
  if (fd >= 0 && fd < FDS) watched[fd] = 0;
  return real_fclose(file);
}

/* The inode of a watched file, or 0. libuv closes by a system call of its own: the number may be that of a socket now. */
static uint64_t of(int fd) {
  struct stat found;
  if (!root || fd < 0 || fd >= FDS || !watched[fd]) return 0;
  int kept = errno;
  int is_same = fstat(fd, &found) == 0 && found.st_ino == watched[fd] && (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode));
  errno = kept;
  if (!is_same) watched[fd] = 0;
  return watched[fd];
}

static void wrote(uint64_t inode, off64_t offset, const struct iovec *parts, int count, ssize_t done) {
  for (int i = 0; i < count && done > 0; i++) {
    size_t length = parts[i].iov_len < (size_t)done ? parts[i].iov_len : (size_t)done;
    record('W', inode, offset, parts[i].iov_base, length, "", 0);
    offset += length;
    done -= length;
  }
}

ssize_t write(int fd, const void *data, size_t size) {
  REAL(ssize_t, write, int, const void *, size_t);
  uint64_t inode = of(fd);
  if (inode && fails('w')) return -1;
  if (inode) before();
  ssize_t done = real_write(fd, data, size);
  if (inode && done > 0) record('W', inode, lseek64(fd, 0, SEEK_CUR) - done, data, done, "", 0);
  return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  uint64_t inode = of(fd);
  if (inode && fails('w')) return -1;
  if (inode) before();
  ssize_t done = real_writev(fd, parts, count);
  if (inode && done > 0) wrote(inode, lseek64(fd, 0, SEEK_CUR) - done, parts, count, done);
  return done;
}

#define PWRITE(name) \
  ssize_t name(int fd, const void *data, size_t size, off64_t offset) { \
    REAL(ssize_t, name, int, const void *, size_t, off64_t); \
    uint64_t inode = of(fd); \
    if (inode && fails('w')) return -1; \
    if (inode) before(); \
    ssize_t done = real_##name(fd, data, size, offset); \
    if (inode && done > 0) record('W', inode, offset, data, done, "", 0); \
    return done; \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define PWRITEV(name) \
  ssize_t name(int fd, const struct iovec *parts, int count, off64_t offset) { \
    REAL(ssize_t, name, int, const struct iovec *, int, off64_t); \
    uint64_t inode = of(fd); \
    if (inode && fails('w')) return -1; \
    if (inode) before(); \
    ssize_t done = real_##name(fd, parts, count, offset); \
    if (inode && done > 0) wrote(inode, offset, parts, count, done); \
    return done; \
  }
PWRITEV(pwritev)
PWRITEV(pwritev64)

#define TRUNCATE(name) \
  int name(int fd, off64_t size) { \
    REAL(int, name, int, off64_t); \
    uint64_t inode = of(fd); \
    if (inode && fails('w')) return -1; \
    if (inode) before(); \
    int done = real_##name(fd, size); \
    if (inode && done == 0) record('S', inode, size, "", 0, "", 0); \
    return done; \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

#define SYNC(name) \
  int name(int fd) { \
    REAL(int, name, int); \
    uint64_t inode = of(fd); \
    if (inode && fails('s')) return -1; \
    if (inode) before(); \
    int done = real_##name(fd); \
    if (inode && done == 0) record('F', inode, 0, "", 0, "", 0); \
    return done; \
  }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  char one[PATH_MAX], two[PATH_MAX];
  int mine = inside(AT_FDCWD, from, one) && inside(AT_FDCWD, to, two);
  if (mine && fails('r')) return -1;
  if (mine) before();
  int done = real_rename(from, to);
  if (mine && done == 0) record('R', 0, 0, one, strlen(one), two, strlen(two));
  return done;
}

#define GONE(name, kind) \
  int name(const char *path) { \
    REAL(int, name, const char *); \
    char whole[PATH_MAX]; \
    int mine = inside(AT_FDCWD, path, whole); \
    if (mine) before(); \
    int done = real_##name(path); \
    if (mine && done == 0) record(kind, 0, 0, whole, strlen(whole), "", 0); \
    return done; \
  }
GONE(unlink, 'U')
GONE(rmdir, 'U')

int unlinkat(int folder, const char *path, int flags) {
  REAL(int, unlinkat, int, const char *, int);
  char whole[PATH_MAX];
  int mine = inside(folder, path, whole);
  if (mine) before();
  int done = real_unlinkat(folder, path, flags);
  if (mine && done == 0) record('U', 0, 0, whole, strlen(whole), "", 0);
  return done;
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, mkdir, const char *, mode_t);
  char whole[PATH_MAX];
  int mine = inside(AT_FDCWD, path, whole);
  if (mine) before();
  int done = real_mkdir(path, mode);
  if (mine && done == 0) record('M', 0, 0, whole, strlen(whole), "", 0);
  return done;
}
