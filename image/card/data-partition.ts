import { open, rm } from 'node:fs/promises'
import { run } from '../run.ts'

/** The most the data partition can ever grow to, in blocks of 4 KiB: 2 TiB, where a master boot record ends. */
const mostBlocks = 2 ** 29

/**
 * Writes the empty data file system. Room for the group descriptors of a 2 TiB card is reserved now, since growing a
 * mounted ext4 needs it; everything else the box makes itself.
 */
export async function writeDataPartition(file: string, bytes: number, epoch: number): Promise<void> {
  await rm(file, { force: true })
  const handle = await open(file, 'w')
  await handle.truncate(bytes)
  await handle.close()
  const extended = `resize=${mostBlocks},root_owner=0:0,hash_seed=${uuid},lazy_itable_init=0,lazy_journal_init=0`
  await run(
    'mke2fs',
    ['-q', '-F', '-t', 'ext4', '-b', '4096', '-i', '16384', '-I', '256', '-m', '1', '-J', 'size=8'].concat([
      '-O',
      features,
      '-L',
      'roost-data',
      '-U',
      uuid,
      '-E',
      extended,
      file,
    ]),
    { env: { SOURCE_DATE_EPOCH: String(epoch), E2FSPROGS_FAKE_TIME: String(epoch) } },
  )
}

/** Named one by one, so that the host's mke2fs.conf and the age of its e2fsprogs do not show. */
const features = [
  'none,has_journal,ext_attr,resize_inode,dir_index,filetype,extent,64bit,flex_bg',
  'sparse_super,large_file,huge_file,dir_nlink,extra_isize,metadata_csum',
].join()

const uuid = '726f6f73-7400-4000-8000-646174610000'
