package io.sonoflow.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Operations that overwrite what was just made and nobody else holds: one array less in memory, and no fresh pages to be
 * brought in for it, which on a CPU costs about as much as the operation itself. The values are those of the operations
 * that make a new array, to the bit.
 */
final class InPlace {

	private static final String CODE = """
		def relu(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.relu_(x)
		def norm(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor, m: Tensor, v: Tensor) -> Tensor:
		  s = torch.empty_like(torch.slice(m, 0, 0, 0))
		  t = torch.empty_like(s)
		  y, _0, _1 = torch.native_batch_norm(x, w, b, m, v, False, 0.10000000000000001, 1.0000000000000001e-05, out=x, save_mean=s, save_invstd=t)
		  return y
		""";

	/** One for the process: it holds no tensor, and so belongs to no device. */
	private static final class Holder {

		static final TorchScript OPERATORS = TorchScript.compile(Torch.manager(Device.cpu()), CODE);
	}

	private InPlace() {
	}

	/** @return the rectifier of x, which is closed; also where gradients are recorded, which need its output only */
	static NDArray relu(final NDArray x) {
		try (x) {
			return Holder.OPERATORS.call("relu", x).singletonOrThrow();
		}
	}

	/**
	 * @return whether a batch norm may overwrite its input: not where gradients are recorded, as they need it, and on the
	 *         CPU only, where it was seen to work
	 */
	static boolean mayNormalise(final NDArray x) {
		return x.getDevice().equals(Device.cpu()) && !JniUtils.isGradMode();
	}

	/**
	 * Batch norm by running statistics (C), epsilon 1e-5.
	 *
	 * @param x (N, C, H, W), is closed
	 */
	static NDArray normalise(final NDArray x, final NDArray weight, final NDArray bias, final NDArray mean,
		final NDArray variance)
	{
		try (x) {
			return Holder.OPERATORS.call("norm", x, weight, bias, mean, variance).singletonOrThrow();
		}
	}
}
