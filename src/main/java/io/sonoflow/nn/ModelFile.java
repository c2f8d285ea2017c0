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
import ai.djl.ndarray.NDArray;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Networks from and to files.
 *
 * <pre>
 * ImageNetwork start = ModelFile.start(weights, "resnet18", 2, Grey.REPEAT, device, seed, monitor); // or Networks.create
 * ModelFile.write(output.resolve("model.safetensors"), start, new ModelConfig("resnet18", start.channels(), labels, 256));
 * </pre>
 */
public final class ModelFile {

	/** How grey images meet weights whose first convolution has three channels. */
	public enum Grey {
		/**
		 * The network keeps three channels and sees the grey image three times: what the weights were trained on. (A transformer's
		 * patches are summed all the same, which is the same.)
		 */
		REPEAT,
		/** The first convolution is summed over its channels: a smaller network with the same first responses. */
		SUM,
		/** The first convolution is averaged over its channels: a third of the signal, only for who asks for it. */
		AVERAGE
	}

	/** Key of the header that says what the rows of the head are, where they are not the classes. */
	public static final String HEADS = "heads";

	/** Key of the header that names the organs of which a network must be told, where it has one head. */
	public static final String ORGANS = "organs";

	private ModelFile() {
	}

	/**
	 * Writes a classifier: its tensors under PyTorch's names, float32, the configuration in the header. Python's
	 * safetensors reads it, and {@code load_state_dict} takes it.
	 *
	 * @param file any old one is replaced
	 * @param network the values
	 * @param config must fit the network
	 * @throws io.sonoflow.SonoflowException.File if it cannot be written
	 */
	public static void write(final Path file, final ImageNetwork network, final ModelConfig config) {
		if (config.classes().size() != network.classes() || config.channels() != network.channels() || !config.architecture()
			.equals(network.architecture())) throw new IllegalArgumentException("the configuration " + config +
				" is not that of the network");
		final Map<String, String> header = new LinkedHashMap<>(config.toMetadata());
		header.putAll(network.header());
		write(file, network, name -> true, header);
	}

	/**
	 * Writes what of a network has names that are wanted, float32.
	 *
	 * @param header of the file
	 * @throws io.sonoflow.SonoflowException.File if it cannot be written
	 */
	public static void write(final Path file, final ImageEncoder network, final Predicate<String> wanted,
		final Map<String, String> header)
	{
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		network.named().forEach((name, parameter) -> {
			if (wanted.test(name)) tensors.put(name, Torch.lent(parameter.getArray()));
		});
		Safetensors.write(file, tensors, header);
	}

	/** {@return copies of all parameters and running statistics, by PyTorch's name} */
	public static Map<String, Tensor> tensors(final ImageEncoder network) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		network.named().forEach((name, parameter) -> {
			final NDArray array = parameter.getArray();
			tensors.put(name, Tensor.of(Torch.read(array), array.getShape().getShape()));
		});
		return tensors;
	}

	/**
	 * @param file of {@link #write}
	 * @return the configuration in its header
	 * @throws io.sonoflow.SonoflowException.File if it cannot be read or is no classifier of ours
	 */
	public static ModelConfig config(final Path file) {
		return ModelConfig.fromMetadata(Weights.read(file).metadata(), file.toString());
	}

	/**
	 * @param file of {@link #write}
	 * @param device where the parameters are to live
	 * @return the network
	 * @throws io.sonoflow.SonoflowException.File if it cannot be read, is no classifier of ours, or its tensors do not fit
	 */
	public static ImageNetwork read(final Path file, final Device device) {
		final StateDict weights = Weights.read(file);
		final ModelConfig config = ModelConfig.fromMetadata(weights.metadata(), file.toString());
		// Before anything is allocated for as many classes as the header lists.
		final String head = Networks.headName(config.architecture());
		final int classes = config.classes().size();
		final long[] shape = weights.has(head) ? weights.get(head).shape() : new long[0];
		final int rows = Networks.outputs(weights.metadata(), classes);
		if (shape.length != 2 || shape[0] != rows) throw new SonoflowException.File(
			"The configuration in the header of " + file + " is damaged: it lists " + rows + (rows == classes
				? " classes" : " labels of organs") + ", but the tensor " +
				head + " is " + (weights.has(head) ? Arrays.toString(shape) : "missing") +
				". Train the classifier again, or take another copy of the file.");
		final ImageNetwork network = Networks.empty(config.architecture(), device, config.channels(), classes, weights.metadata());
		loaded(network, weights, StateLoader.Head.LOAD, Monitor.NONE);
		return network;
	}

	/**
	 * A network to be trained for new classes from weights of any origin: their backbone, a new random head.
	 *
	 * @param file any weights that {@link Weights} reads, of this architecture, in any of the known namings
	 * @param architecture one of {@link Networks#names()}
	 * @param classes how many
	 * @param grey what to do if the weights are for colour images
	 * @param device where the parameters are to live
	 * @param seed of the new head
	 * @param monitor is told what was left out or averaged
	 * @return the network
	 * @throws io.sonoflow.SonoflowException.File if the file cannot be read or its backbone does not fit; the message
	 *          names the tensors
	 */
	public static ImageNetwork start(final Path file, final String architecture, final int classes, final Grey grey,
		final Device device, final long seed, final Monitor monitor)
	{
		return start(file, "", architecture, classes, grey, device, seed, monitor);
	}

	/**
	 * As {@link #start(Path, String, int, Grey, Device, long, Monitor)}.
	 *
	 * @param prefix under which the network lies in the file (see {@link io.sonoflow.nn.weights.NetworkSearch}); empty =
	 *          found
	 */
	public static ImageNetwork start(final Path file, final String prefix, final String architecture, final int classes,
		final Grey grey, final Device device, final long seed, final Monitor monitor)
	{
		return start(file, new Start(new Reading(prefix, grey, Stem.AUTO), network -> {}), architecture, classes, device, seed,
			monitor);
	}

	/**
	 * How a file is read.
	 *
	 * @param prefix under which the network lies in the file; empty = found
	 * @param grey what to do if the weights are for colour images
	 * @param normalisation of the images that a transformer's weights for colour were trained on: {@link Stem#AUTO}, or the key
	 *          of one of {@link Stem.Trained}
	 */
	public record Reading(String prefix, Grey grey, String normalisation) {
	}

	/**
	 * How a network starts from weights.
	 *
	 * @param reading of the file
	 * @param header what the file of the network will say of its outputs
	 * @param before what is done to the network before it is filled
	 * @param classes labels of the network, in the order of its outputs: where the file is a whole classifier of the same kind
	 *          and labels, its head is taken, too; empty = the network has a new head
	 */
	public record Start(Reading reading, Map<String, String> header, Consumer<ImageNetwork> before,
		Function<ImageNetwork, List<String>> classes)
	{

		/** Of a network with one head for all. */
		public Start(final Reading reading, final Consumer<ImageNetwork> before) {
			this(reading, Map.of(), before, network -> List.of());
		}
	}

	/** As {@link #start(Path, String, int, Grey, Device, long, Monitor)}. */
	public static ImageNetwork start(final Path file, final Start how, final String architecture, final int classes,
		final Device device, final long seed, final Monitor monitor)
	{
		final Grey grey = how.reading.grey;
		final StateDict weights = weights(file, how.reading, architecture, monitor);
		final String stem = Networks.stemName(architecture);
		final boolean colour = weights.has(stem) && Stem.isColour(weights.get(stem));
		final int channels = colour && !weights.has(bias(stem)) && grey == Grey.REPEAT ? 3 : 1;
		final ImageNetwork network = Networks.empty(architecture, device, channels, classes, how.header);
		how.before.accept(network);
		final List<String> labels = how.classes.apply(network);
		final boolean same = !labels.isEmpty() && knows(labels, weights, network);
		if (!loaded(network, weights, same ? StateLoader.Head.KEEP_UNLESS_FITS : StateLoader.Head.KEEP_OWN, monitor)) Initializer
			.fillHead(network, seed);
		return network;
	}

	/** {@return whether a file is a classifier of ours, of a network's architecture, heads and classes} */
	private static boolean knows(final List<String> classes, final StateDict weights, final ImageNetwork network) {
		if (!weights.metadata().containsKey(ModelConfig.FORMAT) || !weights.metadata().containsKey("classes")) return false;
		final ModelConfig config = ModelConfig.fromMetadata(weights.metadata(), weights.source());
		return config.architecture().equals(network.architecture()) && config.classes().equals(classes) && Objects.equals(weights
			.metadata().get(HEADS), network.header().get(HEADS));
	}

	/**
	 * The network in a file, its first layer made for grey images as classifiers here see them.
	 *
	 * @param file any weights that {@link Weights} reads
	 * @param how it is read
	 * @param architecture one of {@link Networks#names()}
	 * @param monitor is told what was chosen and changed
	 * @return its tensors, not yet held against the architecture
	 * @throws io.sonoflow.SonoflowException.File if the file cannot be read, or holds several networks and none is named
	 */
	public static StateDict weights(final Path file, final Reading how, final String architecture, final Monitor monitor) {
		final StateDict whole = Weights.read(file);
		final StateDict found = whole.network(how.prefix, List.of(architecture), monitor);
		final String stem = Networks.stemName(architecture);
		if (!found.has(stem) || !Stem.isColour(found.get(stem))) return found;
		// Of networks with a bias the shift of colours can be taken into it: transformers.
		final boolean told = !found.has(bias(stem)) || found.metadata().containsKey(ModelConfig.NORMALISATION);
		final StateDict folded = told ? found : Stem.folded(found, stem, bias(stem), Stem.trained(how.normalisation, found, whole.has(
			stem), monitor));
		return how.grey == Grey.AVERAGE ? averaged(folded, stem, monitor) : folded;
	}

	/**
	 * {@return whether the weights' first convolution has three channels, of which {@link Grey} says what becomes; not of a
	 *         transformer, whose patches are always summed}
	 *
	 * @param prefix see {@link Start}
	 */
	public static boolean isColour(final Path file, final String prefix, final String architecture) {
		final StateDict found = Weights.read(file).network(prefix, List.of(architecture), Monitor.NONE);
		final String stem = Networks.stemName(architecture);
		return found.has(stem) && Stem.isColour(found.get(stem)) && !found.has(bias(stem));
	}

	private static String bias(final String stem) {
		return stem.replaceFirst("weight$", "bias");
	}

	private static StateDict averaged(final StateDict weights, final String stem, final Monitor monitor) {
		monitor.message("The first convolution of " + weights.source() + " is averaged over its channels, as asked: a third of the " +
			"signal.");
		final Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
		tensors.put(stem, Stem.averaged(weights.get(stem)));
		return weights.with(tensors);
	}

	/** {@return whether the head was loaded} */
	private static boolean loaded(final ImageNetwork network, final StateDict weights, final StateLoader.Head head,
		final Monitor monitor)
	{
		try {
			return StateLoader.load(network, weights, head, monitor);
		}
		catch (final RuntimeException e) {
			network.close();
			throw e;
		}
	}
}
