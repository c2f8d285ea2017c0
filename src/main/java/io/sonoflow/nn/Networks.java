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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The architectures a classifier can have. A new one is added here, or, where it has a room of its own, by a {@link Family}.
 */
public final class Networks {

	/** {@link ResNet#resNet18}. */
	public static final String RESNET18 = "resnet18";

	/** {@link ResNet#resNet50}. */
	public static final String RESNET50 = "resnet50";

	/** {@link DenseNet#denseNet121}. */
	public static final String DENSENET121 = "densenet121";

	/** {@link DenseNet#denseNet169}. */
	public static final String DENSENET169 = "densenet169";

	/** A Vision Transformer of width 192, 3 heads, 12 blocks, patches of 16 px. */
	public static final String VIT_TINY16 = "vit-tiny16";

	/** A Vision Transformer of width 384, 6 heads. */
	public static final String VIT_SMALL16 = "vit-small16";

	/** A Vision Transformer of width 768, 12 heads. */
	public static final String VIT_BASE16 = "vit-base16";

	/** A ResNet-18 with attention to channels and places after each stage. */
	public static final String CBAM_RESNET18 = "cbam-resnet18";

	/** The encoder of a segmenter with a head on its deepest features as they are. */
	public static final String UNET_FLAT = "unet-flat";

	/** The encoder of a segmenter with a head on the means of its last three stages. */
	public static final String UNET_POOLED = "unet-pooled";

	/** A ResNet-18 whose convolutions are over space, then over time; sees clips. */
	public static final String R2PLUS1D18 = "r2plus1d-18";

	/** A ResNet-18 with convolutions over space and time; sees clips. */
	public static final String R3D18 = "r3d-18";

	/** What the name of a ResNet begins with that is told the organ. */
	public static final String FILM = "film-";

	private static final Map<String, Entry> KNOWN = new LinkedHashMap<>();
	private static final Set<String> CLIPS = new LinkedHashSet<>();
	private static final List<Family> FAMILIES = new ArrayList<>();

	static {
		add(new Entry(RESNET18, ResNet::resNet18, "conv1.weight", "fc.weight"));
		add(new Entry(RESNET50, ResNet::resNet50, "conv1.weight", "fc.weight"));
		add(new Entry(DENSENET121, DenseNet::denseNet121, "features.conv0.weight", "classifier.weight"));
		add(new Entry(DENSENET169, DenseNet::denseNet169, "features.conv0.weight", "classifier.weight"));
		for (final Family family : ServiceLoader.load(Family.class, Networks.class.getClassLoader()))
			FAMILIES.add(family);
		for (final Family family : FAMILIES)
			for (final Entry entry : family.entries()) {
				add(entry);
				if (family.seesClips()) CLIPS.add(entry.name);
			}
	}

	/** Makes a network of zeros. */
	@FunctionalInterface
	public interface Maker {

		/**
		 * @param device where the parameters live
		 * @param channels of the images, 1 or 3
		 * @param classes at least 1
		 */
		ImageNetwork make(Device device, int channels, int classes);
	}

	/**
	 * What is known of an architecture.
	 *
	 * @param name its own
	 * @param maker makes it
	 * @param stem name of the first convolution's weight
	 * @param head name of the classifier's weight
	 */
	public record Entry(String name, Maker maker, String stem, String head) {
	}

	/** Architectures in a room that knows this one, and so cannot be known here; found as a service. */
	public interface Family {

		/** {@return its architectures, the usual one first} */
		List<Entry> entries();

		/** {@return whether its networks see clips (N, C, T, H, W), where others see images (N, C, H, W)} */
		default boolean seesClips() {
			return false;
		}

		/**
		 * {@return outputs of the linear layer of a network; as many as there are classes if the header says nothing else}
		 *
		 * @param header of a model's file
		 */
		default int outputs(final Map<String, String> header, final int classes) {
			return classes;
		}

		/**
		 * {@return the network with what the header says of its outputs; itself if that is nothing}
		 *
		 * @param network with as many outputs as {@link #outputs} says
		 */
		default ImageNetwork finished(final ImageNetwork network, final Map<String, String> header, final int classes) {
			return network;
		}
	}

	private Networks() {
	}

	private static void add(final Entry entry) {
		KNOWN.put(entry.name, entry);
	}

	/** {@return the known architectures that see images (N, C, H, W), the usual one first} */
	public static List<String> names() {
		return KNOWN.keySet().stream().filter(name -> !CLIPS.contains(name)).toList();
	}

	/** {@return the known architectures that see clips (N, C, T, H, W), the usual one first} */
	public static List<String> clipNames() {
		return List.copyOf(CLIPS);
	}

	/** {@return whether an architecture is known, of images or of clips} */
	public static boolean isKnown(final String architecture) {
		return KNOWN.containsKey(architecture);
	}

	/** {@return outputs of the linear layer of a model's network, by the header of its file} */
	public static int outputs(final Map<String, String> header, final int classes) {
		int outputs = classes;
		for (final Family family : FAMILIES)
			outputs = family.outputs(header, outputs);
		return outputs;
	}

	/**
	 * As {@link #empty(String, Device, int, int)}, and what a header says of its outputs.
	 *
	 * @param header of a model's file
	 */
	public static ImageNetwork empty(final String architecture, final Device device, final int channels, final int classes,
		final Map<String, String> header)
	{
		ImageNetwork network = empty(architecture, device, channels, outputs(header, classes));
		for (final Family family : FAMILIES)
			network = family.finished(network, header, classes);
		return network;
	}

	/**
	 * @param architecture one of {@link #names()} or {@link #clipNames()}
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
		return entry(architecture).maker.make(device, channels, classes);
	}

	/**
	 * @param architecture one of {@link #names()} or {@link #clipNames()}
	 * @return the name of the first convolution's weight (O, channels, h, w)
	 * @throws SonoflowException.Input if the architecture is unknown
	 */
	public static String stemName(final String architecture) {
		return entry(architecture).stem;
	}

	/**
	 * @param architecture one of {@link #names()} or {@link #clipNames()}
	 * @return the name of the classifier's weight (classes, width)
	 * @throws SonoflowException.Input if the architecture is unknown
	 */
	public static String headName(final String architecture) {
		return entry(architecture).head;
	}

	private static Entry entry(final String architecture) {
		final Entry entry = KNOWN.get(architecture);
		if (entry == null) throw new SonoflowException.Input("The architecture \"" + architecture +
			"\" is unknown. Known are: " + String.join(", ", KNOWN.keySet()) + ".");
		return entry;
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
