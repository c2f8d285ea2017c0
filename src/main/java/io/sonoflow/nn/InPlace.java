package io.sonoflow.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;

/**
 * The operation that overwrites what was just made and nobody else holds: one array less in memory, and no fresh pages to
 * be brought in for it. (A batch norm that overwrites its input was tried: it gained nothing.)
 */
final class InPlace {

	private static final String CODE = """
		def relu(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.relu_(x)
		""";

	/** One for the process: it holds no tensor, and so belongs to no device. */
	private static final class Holder {

		static final TorchScript OPERATORS = TorchScript.compile(Torch.manager(Device.cpu()), CODE);
	}

	private InPlace() {
	}

	/**
	 * Also where gradients are recorded: the rectifier's own needs its output only. Sums, convolutions and batch norms do
	 * not need their output either, so x may be one's.
	 *
	 * @param x is closed
	 * @return the rectifier of x, in its memory
	 */
	static NDArray relu(final NDArray x) {
		try (x) {
			return Holder.OPERATORS.call("relu", x).singletonOrThrow();
		}
	}
}
