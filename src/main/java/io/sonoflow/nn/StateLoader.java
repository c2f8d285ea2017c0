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
import ai.djl.nn.Parameter;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.Architecture;
import io.sonoflow.nn.weights.DType;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Fills a network from a file of weights: every tensor by its exact name and shape, nothing silently left out. All is
 * checked before the first value is written.
 */
public final class StateLoader {

	/** Names in PyTorch's files that a network here has no use for: how often a norm was trained. */
	private static final String COUNTER = ".num_batches_tracked";
	private static final int NAMED = 5;

	/** What to do with the head in the file. */
	public enum Head {
		/** It must fit: the file is a model for these classes. */
		LOAD,
		/**
		 * It is left out, with whatever else is in the file beside the backbone (a projection head, say), and the network
		 * keeps its own: the file is a start for other classes.
		 */
		KEEP_OWN,
		/** As {@link #KEEP_OWN}, but the head is loaded, too, where all of it fits: the file is a start for its own classes. */
		KEEP_UNLESS_FITS
	}

	private static final Pattern DECODER = Pattern.compile("(decoder_.*|mask_token)");

	private final ImageEncoder network;
	private final ImageEncoder.Adopted adopted;
	private final StateDict weights;
	private final Head head;
	/** Whether the network keeps its own head. */
	private final boolean own;
	private final String stem;
	private final Map<String, Tensor> fits = new LinkedHashMap<>();
	private final List<String> missing = new ArrayList<>();
	private final List<String> unlike = new ArrayList<>();
	private final List<String> unexpected = new ArrayList<>();

	private StateLoader(final ImageEncoder network, final ImageEncoder.Adopted adopted, final Head head) {
		this.network = network;
		this.adopted = adopted;
		this.weights = adopted.weights();
		this.head = head;
		this.own = head == Head.KEEP_OWN || head == Head.KEEP_UNLESS_FITS && !headFits();
		this.stem = Networks.stemName(network.architecture());
	}

	/**
	 * @param network to be filled
	 * @param weights under torchvision's names. A first convolution of three channels fits a network of one: it is summed over
	 *          the channels, which does what the grey image three times would (the monitor is told)
	 * @param head what to do with the head in the file
	 * @param monitor is told, of a start, what was loaded, what is new and what was left over
	 * @return whether the head was loaded
	 * @throws SonoflowException.File if tensors are missing, have another shape, hold what is no finite number, or (with
	 *           {@link Head#LOAD}) are not part of the network; the message names them
	 */
	public static boolean load(final ImageEncoder network, final StateDict weights, final Head head, final Monitor monitor) {
		final StateLoader loader = new StateLoader(network, network.adopt(weights), head);
		loader.match();
		loader.check();
		loader.fits.forEach((name, tensor) -> checkFinite(name, tensor, weights));
		loader.tell(monitor);
		loader.fits.forEach((name, tensor) -> copy(tensor, network.named().get(name).getArray()));
		return !loader.own;
	}

	private boolean headFits() {
		return network.named().entrySet().stream().filter(each -> each.getKey().startsWith(network.headPrefix())).allMatch(
			each -> weights.has(each.getKey()) && Arrays.equals(weights.get(each.getKey()).shape(), each.getValue().getShape()
				.getShape()));
	}

	/**
	 * Fills a network without a head, every tensor of which must be there, and nothing else.
	 *
	 * @param named the network's parameters
	 * @param weights under the same names
	 * @param what the network in words, for messages
	 * @throws SonoflowException.File if tensors are missing, have another shape, or are not part of the network; the message
	 *           names them
	 */
	public static void fill(final Map<String, Parameter> named, final StateDict weights, final String what) {
		check(named, weights, what);
		named.forEach((name, parameter) -> copy(weights.get(name), parameter.getArray()));
	}

	/**
	 * Says whether {@link #fill} could be done.
	 *
	 * @throws SonoflowException.File if not, as {@link #fill} does
	 */
	public static void check(final Map<String, Parameter> named, final StateDict weights, final String what) {
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		named.forEach((name, parameter) -> shapes.put(name, parameter.getShape().getShape()));
		checkShapes(shapes, weights, what);
	}

	/**
	 * Says whether {@link #fill} could be done, before there is a network.
	 *
	 * @param named name to shape of its tensors
	 * @throws SonoflowException.File if not, as {@link #fill} does
	 */
	public static void checkShapes(final Map<String, long[]> named, final StateDict weights, final String what) {
		final List<String> absent = named.keySet().stream().filter(name -> !weights.has(name)).toList();
		final List<String> others = new ArrayList<>();
		named.forEach((name, wanted) -> {
			if (weights.has(name) && !Arrays.equals(weights.get(name).shape(), wanted)) others.add(name + " " + Arrays.toString(
				weights.get(name).shape()) + " instead of " + Arrays.toString(wanted));
		});
		final List<String> surplus = weights.tensors().keySet().stream().filter(name -> !named.containsKey(name)).toList();
		final List<String> faults = faults(absent, others, surplus);
		if (!faults.isEmpty()) throw new SonoflowException.File("The weights in " + weights.source() + " do not fit this " +
			"network (" + what + "): " + String.join("; ", faults) +
			". See what the file holds with Inspect Weights..., and take another copy of it.");
	}

	private static List<String> faults(final List<String> missing, final List<String> unlike,
		final List<String> unexpected)
	{
		final List<String> faults = new ArrayList<>();
		if (!missing.isEmpty()) faults.add("missing " + some(missing));
		if (!unlike.isEmpty()) faults.add("of another shape " + some(unlike));
		if (!unexpected.isEmpty()) faults.add("not part of it " + some(unexpected));
		return faults;
	}

	private void match() {
		for (final Map.Entry<String, Parameter> entry : network.named().entrySet()) {
			final String name = entry.getKey();
			if (own && name.startsWith(network.headPrefix())) continue;
			final long[] wanted = entry.getValue().getShape().getShape();
			if (!weights.has(name)) {
				missing.add(name);
				continue;
			}
			final Tensor tensor = weights.get(name);
			if (Arrays.equals(tensor.shape(), wanted)) fits.put(name, tensor);
			else if (isColourStem(name, tensor.shape(), wanted)) fits.put(name, Stem.summed(tensor));
			else unlike.add(name + " " + Arrays.toString(tensor.shape()) + " instead of " + Arrays.toString(wanted));
		}
		for (final String name : weights.tensors().keySet())
			if (!network.named().containsKey(name) && !name.endsWith(COUNTER)) unexpected.add(name);
	}

	private boolean isColourStem(final String name, final long[] given, final long[] wanted) {
		if (!name.equals(stem) || given.length < Stem.IMAGE || wanted[1] != 1 || given[1] != 3) return false;
		final long[] summed = given.clone();
		summed[1] = 1;
		return Arrays.equals(summed, wanted);
	}

	private void check() {
		final List<String> faults = faults(missing, unlike, head == Head.LOAD ? unexpected : List.of());
		if (faults.isEmpty()) return;
		throw new SonoflowException.File("The weights in " + weights.source() + " do not fit " + network.architecture() +
			" with " + network.channels() + " channel(s)" + (network instanceof final ImageNetwork whole ? " and " + whole
				.classes() + " classes" : "") + ": " + String.join("; ", faults) +
			" (" + fits.keySet().stream().filter(name -> !adopted.fresh().contains(name)).count() + " of " + network.named().size() +
			" tensors fit). " + cure());
	}

	/** @throws SonoflowException.File if a tensor holds what is no finite number; the message names it */
	public static void checkFinite(final StateDict weights) {
		weights.tensors().forEach((name, tensor) -> checkFinite(name, tensor, weights));
	}

	/** One number that is none would make all of them none at the first step. */
	private static void checkFinite(final String name, final Tensor tensor, final StateDict weights) {
		for (final float value : tensor.floats())
			if (!Float.isFinite(value)) throw new SonoflowException.File("The tensor " + name + " in " + weights.source() + " holds " +
				value + ": a training that ended so is of no use. Give an earlier checkpoint, or another copy of the file.");
	}

	private String cure() {
		final Architecture other = Architecture.of(weights);
		if (!other.name().equals(network.architecture()) && Networks.names().contains(other.name())) return "They are those of " +
			"another backbone, " + other.name() + ": use it, or give weights of " + network.architecture() + ".";
		return "See what the file holds with Inspect Weights..., and give weights of " + network.architecture() + ".";
	}

	private static String some(final List<String> names) {
		final String list = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
		return names.size() <= NAMED ? list : list + " and " + (names.size() - NAMED) + " more";
	}

	private void tell(final Monitor monitor) {
		adopted.said().forEach(monitor::message);
		if (head != Head.LOAD) tellLoaded(monitor);
		final Tensor first = weights.get(stem);
		if (first.shape()[1] != network.channels()) monitor.message("The first convolution of " + weights.source() +
			" is summed over its " + first.shape()[1] + " channels, which gives what the grey image three times would.");
	}

	private void tellLoaded(final Monitor monitor) {
		final List<String> fresh = network.named().keySet().stream().filter(name -> adopted.fresh().contains(name) || own &&
			name.startsWith(network.headPrefix())).toList();
		final List<String> left = weights.tensors().keySet().stream().filter(name -> !name.endsWith(COUNTER) && !(fits.containsKey(
			name))).toList();
		final int all = network.named().size();
		final String text = weights.source() + ": loaded " + (all - fresh.size()) + " of " + all + ", new: " + (fresh
			.isEmpty() ? "none" : fresh.size() > NAMED ? fresh.size() + " (" + groups(fresh) + ")" : String.join(", ", fresh)) +
				(left.isEmpty() ? "" : ", left over: " + left.size() + " (" + groups(left) + ")") + (head == Head.KEEP_UNLESS_FITS &&
					!own ? ". The head is taken, too: it knows the same classes." : "");
		final boolean usual = left.stream().allMatch(name -> name.startsWith(network.headPrefix()) || DECODER.matcher(name)
			.matches() || name.matches(adopted.others()));
		if (usual) monitor.message(text);
		else monitor.warn(text);
	}

	/** {@return the names' first parts, what is alone with its whole name} */
	private static String groups(final List<String> names) {
		final Map<String, List<String>> groups = new LinkedHashMap<>();
		for (final String name : names)
			groups.computeIfAbsent(DECODER.matcher(name).matches() ? "decoder" : name.replaceFirst("\\..*", ""),
				key -> new ArrayList<>()).add(name);
		return some(groups.entrySet().stream().map(group -> group.getValue().size() == 1 ? group.getValue().get(0) : group
			.getKey()).toList());
	}

	private static void copy(final Tensor tensor, final NDArray array) {
		if (tensor.dtype() == DType.F32 && array.getDevice().equals(Device.cpu())) tensor.copyTo(array.toByteBuffer(true));
		else Torch.fill(array, tensor.floats());
	}
}
