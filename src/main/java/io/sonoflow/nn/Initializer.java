package io.sonoflow.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.RandomStream;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * First values of a network's parameters, as torchvision draws them: convolutions normal with variance 2 / (out channels x
 * kernel area) (He et al., ICCV 2015, "fan out"), norms 1 and 0, running statistics 0 and 1, linear layers uniform within
 * 1 / sqrt(inputs), weight and bias. Each parameter has its own random stream, named after it, so that another class count
 * or number of channels changes no other parameter.
 */
public final class Initializer {

	private Initializer() {
	}

	/**
	 * Fills all parameters of a network.
	 *
	 * @param network of any state
	 * @param seed the same seed gives the same values on every machine
	 */
	public static void fill(final ImageNetwork network, final long seed) {
		fill(network.named(), name -> true, seed);
	}

	/** Fills the head only, e.g. after the rest was loaded. */
	public static void fillHead(final ImageNetwork network, final long seed) {
		fill(network.named(), name -> name.startsWith(network.headPrefix()), seed);
	}

	private static void fill(final Map<String, Parameter> named, final Predicate<String> which, final long seed) {
		final List<String> names = named.keySet().stream().filter(which).toList();
		// Drawing eleven million Gaussians takes a second of one core: each parameter by itself.
		final List<float[]> values = names.parallelStream().map(name -> values(name, named.get(name), named, seed))
			.toList();
		for (int i = 0; i < names.size(); i++)
			Torch.fill(named.get(names.get(i)).getArray(), values.get(i));
	}

	private static float[] values(final String name, final Parameter parameter, final Map<String, Parameter> named,
		final long seed)
	{
		final Shape shape = parameter.getShape();
		final float[] data = new float[Math.toIntExact(shape.size())];
		final RandomStream random = RandomStream.of(seed, "initial " + name);
		switch (parameter.getType()) {
			case GAMMA, RUNNING_VAR -> Arrays.fill(data, 1);
			case BETA, RUNNING_MEAN -> Arrays.fill(data, 0);
			case BIAS -> {
				final Shape weight = named.get(name.replaceFirst("bias$", "weight")).getShape();
				uniform(data, random, 1 / Math.sqrt(weight.size() / (double) weight.get(0)));
			}
			case WEIGHT -> {
				if (shape.dimension() == 2) uniform(data, random, 1 / Math.sqrt(shape.get(1)));
				else normal(data, random, Math.sqrt(2 / (shape.size() / (double) shape.get(1))));
			}
			default -> throw new IllegalStateException("no rule for the first values of " + name);
		}
		return data;
	}

	private static void uniform(final float[] data, final RandomStream random, final double bound) {
		for (int i = 0; i < data.length; i++)
			data[i] = (float) random.uniform(-bound, bound);
	}

	private static void normal(final float[] data, final RandomStream random, final double deviation) {
		for (int i = 0; i < data.length; i++)
			data[i] = (float) (deviation * random.nextGaussian());
	}
}
