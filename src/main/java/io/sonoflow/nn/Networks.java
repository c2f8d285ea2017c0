package io.sonoflow.nn;

import ai.djl.Device;

import io.sonoflow.SonoflowException;

import java.util.List;

/** The architectures a classifier can have. A new one is added here and nowhere else. */
public final class Networks {

	private static final List<String> NAMES = List.of(ResNet18.NAME);

	private Networks() {
	}

	/** @return the known architectures */
	public static List<String> names() {
		return NAMES;
	}

	/**
	 * @param architecture one of {@link #names()}
	 * @param device where the parameters live
	 * @param channels of the images, 1 or 3
	 * @param classes at least 1
	 * @return a network whose parameters are all zero
	 * @throws SonoflowException.Input if the architecture is unknown
	 */
	public static ImageNetwork empty(final String architecture, final Device device, final int channels,
		final int classes)
	{
		if (channels != 1 && channels != 3) throw new SonoflowException.Input("A network of " + channels +
			" channels cannot be made: images are grey (1) or colour (3).");
		if (classes < 1) throw new SonoflowException.Input("A network of " + classes +
			" classes cannot be made: there must be at least 1.");
		if (architecture.equals(ResNet18.NAME)) return new ResNet18(device, channels, classes);
		throw new SonoflowException.Input("The architecture \"" + architecture + "\" is unknown. Known are: " + String
			.join(", ", NAMES) + ".");
	}

	/**
	 * A network with random first values.
	 *
	 * @param seed the same seed gives the same values on every machine
	 * @see Initializer
	 * @see #empty
	 */
	public static ImageNetwork create(final String architecture, final Device device, final int channels,
		final int classes, final long seed)
	{
		final ImageNetwork network = empty(architecture, device, channels, classes);
		Initializer.fill(network, seed);
		return network;
	}
}
