import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { pictureOf, signedPicture } from '../../src/lab/picture.ts';
import { formatCell } from '../../src/lab/rows.ts';

const pixelsOf = (url: string) => {
  const bytes = Uint8Array.from(atob(url.split(',')[1]), (character) => character.charCodeAt(0));
  const { width, height, data, channels } = decode(bytes);
  return { width, height, channels, data: [...data] };
};

test('paper is white, ink is black, what lies outside is an end', () => {
  expect(pixelsOf(pictureOf([0, 255, 17, -9, 300, 128], 3))).toEqual({
    width: 3,
    height: 2,
    channels: 1,
    data: [255, 0, 238, 255, 0, 119],
  });
});

test('of signed numbers 0 is in the middle, and the largest size is an end', () => {
  const { data } = pixelsOf(signedPicture([0, 2, -2, 1], 2));
  expect(data).toEqual([119, 0, 255, 68]);
});

test('a difference in the last bit changes no pixel', () => {
  const values = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i));
  const nearly = values.map((value) => value * (1 + 2 ** -23));
  expect(signedPicture(nearly, 8)).toBe(signedPicture(values, 8));
});

test('all zeros are the middle', () => {
  expect(new Set(pixelsOf(signedPicture(new Float32Array(4), 2)).data)).toEqual(new Set([119]));
});

test('half a row is refused', () => {
  expect(() => pictureOf([0, 1, 2], 2)).toThrow('pictureOf: 3 pixels; allowed are whole rows of 2.');
});

test('a table says that a cell is a picture', () => {
  expect(formatCell(pictureOf([0], 1), 5)).toBe('picture');
  expect(formatCell(0.123456, 3)).toBe('0.123');
  expect(formatCell('tanh', 3)).toBe('tanh');
});
