package io.sonoflow.nn.inception;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.TorchScript;

/**
 * Mean under a window of 3 x 3 at every pixel, of those pixels that lie inside the image (TensorFlow's average;
 * torchvision's divides by 9 at the border, too). No parameters. By TorchScript, because DJL's own average pool takes the
 * wish to leave the border out and does not heed it.
 */
final class AveragePool2d extends Layer {

	private static final String CODE = """
		def average(self: __torch__.Ops, x: Tensor) -> Tensor:
		  return torch.avg_pool2d(x, [3, 3], [1, 1], [1, 1], False, False)
		""";

	private final TorchScript module;

	/** @param manager owns the module */
	AveragePool2d(final NDManager manager) {
		module = TorchScript.compile(manager, CODE);
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return module.call("average", x).singletonOrThrow();
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
