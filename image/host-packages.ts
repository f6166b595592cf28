/** Debian and Ubuntu packages whose programs the image build calls, with the reason for each. */
export const hostPackages: Readonly<Record<string, string>> = {
  apt: 'resolves the lock file and checks the archive signatures',
  cpio: 'lists the initrd in the tests',
  'debian-archive-keyring': 'the keys the archive signs with',
  debootstrap: 'knows the default Debian mirror, for hosts whose apt knows none',
  dosfstools: 'mkfs.fat for the boot partition',
  dpkg: 'dpkg-deb reads packages',
  e2fsprogs: 'mke2fs for the data partition',
  fakeroot: 'lets an ordinary user write a slot that belongs to root',
  gpgv: 'signature check behind apt',
  kmod: 'depmod for the trimmed module tree',
  mtools: 'fills the boot partition without mounting it',
  'squashfs-tools': 'mksquashfs writes the system slot from a tar stream',
  'xz-utils': 'unpacks kernel modules, packs the image',
  zstd: 'packs the initrd',
}
