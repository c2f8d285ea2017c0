/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
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
		throw unknown(architecture);
	}

	/**
	 * @param architecture one of {@link #names()}
	 * @return the name of the first convolution's weight (O, channels, h, w)
	 * @throws SonoflowException.Input if the architecture is unknown
	 */
	public static String stemName(final String architecture) {
		if (architecture.equals(ResNet18.NAME)) return "conv1.weight";
		throw unknown(architecture);
	}

	private static SonoflowException.Input unknown(final String architecture) {
		return new SonoflowException.Input("The architecture \"" + architecture + "\" is unknown. Known are: " + String.join(
			", ", NAMES) + ".");
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
