/** The kinds of error that Python users know: bad arguments fail here as they do in PyTorch and NumPy. */

/** An argument of the right type that cannot be used: a shape, a name, a size. */
export class ValueError extends RangeError {
  override name = 'ValueError';
}

/** What PyTorch's own kernels refuse: bounds out of order, a negative deviation. */
export class RuntimeError extends RangeError {
  override name = 'RuntimeError';
}
