import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { spdyDictionary } from './dictionary.ts';
import { type SpdyFrame, writeFrame } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { HeaderWriter } from './header-block.ts';
import { SpdyError } from './spdy-error.ts';

const streamId = fc.integer({ min: 1, max: 0x7fffffff });
const number = fc.integer({ min: 0, max: 0xffffffff });
const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
const word = fc.string({
  minLength: 1,
  maxLength: 40,
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz-0123456789'),
});
const values = fc.array(
  fc.string({ maxLength: 60 }).map((text) => text.replaceAll('\0', '')),
  { minLength: 1, maxLength: 3 },
);
const headers = fc.array(fc.tuple(word, values), { maxLength: 6 }).map((entries) => new Map(entries));

const plain = { noNullPrototype: true };
const frame: fc.Arbitrary<SpdyFrame> = fc.oneof(
  fc.record({ kind: fc.constant('data' as const), streamId, isLast: fc.boolean(), data: bytes(300) }, plain),
  fc.record(
    { kind: fc.constantFrom('open' as const, 'reply' as const), streamId, isLast: fc.boolean(), headers },
    plain,
  ),
  fc.record({ kind: fc.constant('reset' as const), streamId, status: number }, plain),
  fc.record({ kind: fc.constant('ping' as const), id: number }, plain),
  fc.record({ kind: fc.constant('goaway' as const), lastStreamId: streamId, status: number }, plain),
);

/** Data may arrive in several pieces: joins what belongs together. */
function joined(frames: readonly SpdyFrame[]): SpdyFrame[] {
  const all: SpdyFrame[] = [];
  for (const one of frames) {
    const before = all.at(-1);
    const isMore = one.kind === 'data' && before?.kind === 'data' && before.streamId === one.streamId && !before.isLast;
    if (isMore) all.splice(-1, 1, { ...one, data: Buffer.concat([before.data, one.data]) });
    else all.push(one);
  }
  return all;
}

function cut(whole: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of [...sizes, whole.length]) {
    pieces.push(whole.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

suite('SPDY frames', () => {
  test('are read as they were written, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 20 }), fc.array(fc.nat(60), { maxLength: 20 }), (frames, sizes) => {
        const writer = new HeaderWriter();
        const whole = Buffer.concat(frames.map((one) => writeFrame(one, writer)));
        const reader = new FrameReader();
        const read = cut(whole, sizes).flatMap((piece) => reader.read(piece));
        assert.deepEqual(joined(read), joined(frames));
      }),
    );
  });

  test('survive any bytes: they are frames or no SPDY', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
        const reader = new FrameReader();
        try {
          for (const piece of pieces) reader.read(piece);
        } catch (thrown) {
          assert.ok(thrown instanceof SpdyError);
        }
      }),
    );
  });

  test('survive headers that are broken somewhere', () => {
    const open: SpdyFrame = { kind: 'open', streamId: 1, isLast: false, headers: new Map([['port', ['8080']]]) };
    const whole = writeFrame(open, new HeaderWriter());
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const broken = Buffer.from(whole);
        broken[at] = value;
        try {
          new FrameReader().read(broken);
        } catch (thrown) {
          assert.ok(thrown instanceof SpdyError);
        }
      }),
    );
  });

  test('compress headers with the dictionary that the specification gives', () => {
    let [a, b] = [1, 0];
    for (const byte of spdyDictionary()) {
      a = (a + byte) % 65_521;
      b = (b + a) % 65_521;
    }
    assert.equal(b * 0x10000 + a, 0xe3c6a7c2);
  });

  test('refuse headers that expand without end', () => {
    const bomb = new HeaderWriter().write(new Map([['bomb', ['x'.repeat(2 ** 21)]]]));
    const head = Buffer.alloc(18);
    head.writeUInt32BE(0x80030001, 0);
    head.writeUInt32BE(bomb.length + 10, 4);
    head.writeUInt32BE(1, 8);
    assert.throws(() => new FrameReader().read(Buffer.concat([head, bomb])), SpdyError);
  });
});
