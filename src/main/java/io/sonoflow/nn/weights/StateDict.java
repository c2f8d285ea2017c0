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
package io.sonoflow.nn.weights;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a weight file holds: tensors by name, in the file's order, metadata (safetensors), and, where the file is a
 * checkpoint, the things beside and around them. Immutable.
 *
 * <pre>
 * StateDict weights = Weights.read(path).network();
 * float[] kernel = weights.get("conv1.weight").floats();
 * </pre>
 */
public final class StateDict {

	/** Something that is no number, string, list or dict: it is not understood, only named. */
	public record Opaque(String className) {
	}

	/**
	 * A leaf of the file.
	 *
	 * @param path keys (String, Long, ...) and list positions (Long) that lead to it
	 * @param value a {@link Tensor}, Long, BigInteger, Double, Boolean, String, {@link Opaque} or null
	 */
	public record Item(List<Object> path, Object value) {

		/** {@return the path joined by dots} */
		public String name() {
			return String.join(".", path.stream().map(String::valueOf).toList());
		}
	}

	private final String source;
	private final List<Item> items;
	private final Map<String, Tensor> tensors = new LinkedHashMap<>();
	private final Map<String, String> metadata;

	/**
	 * @param source what messages call it: the file, and the container in it
	 * @param items the leaves
	 * @param metadata texts of the file's header
	 * @throws SonoflowException.File if two tensors have the same name
	 */
	public StateDict(final String source, final List<Item> items, final Map<String, String> metadata) {
		this.source = source;
		this.items = Collections.unmodifiableList(new ArrayList<>(items));
		this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
		for (final Item item : items)
			if (item.value() instanceof Tensor tensor && tensors.put(item.name(), tensor) != null)
				throw new SonoflowException.File("Two tensors of " + source + " are called \"" + item.name() +
					"\", so it is not clear which to take: save the weights again with different names.");
	}

	/** {@return a state dict of these tensors} */
	public static StateDict of(final Map<String, Tensor> tensors, final Map<String, String> metadata) {
		return new StateDict("memory", tensors.entrySet().stream().map(e -> new Item(List.of(e.getKey()), e
			.getValue())).toList(), metadata);
	}

	/** {@return the file, and the container in it, as a message calls it} */
	public String source() {
		return source;
	}

	/** {@return name to tensor, in the file's order; names of nested tensors are joined by dots} */
	public Map<String, Tensor> tensors() {
		return Collections.unmodifiableMap(tensors);
	}

	/** {@return whether there is a tensor of this name} */
	public boolean has(final String name) {
		return tensors.containsKey(name);
	}

	/**
	 * @return the tensor of this name
	 * @throws SonoflowException.File if there is none
	 */
	public Tensor get(final String name) {
		final Tensor tensor = tensors.get(name);
		if (tensor == null) throw new SonoflowException.File("There is no tensor \"" + name + "\" in " + source +
			": these are the weights of another network. See what they are with Inspect Weights...");
		return tensor;
	}

	/** {@return texts of a safetensors header; empty for other files} */
	public Map<String, String> metadata() {
		return metadata;
	}

	/** {@return everything in the file, tensors included, in its order} */
	public List<Item> items() {
		return items;
	}

	/** {@return number of elements of all tensors; what views share is counted each time} */
	public long parameters() {
		return tensors.values().stream().mapToLong(Tensor::size).sum();
	}

	/** {@return the keys of the first level under which tensors lie nested, e.g. {@code model}, {@code opt}, {@code ema}} */
	public Set<String> containers() {
		final Set<String> names = new LinkedHashSet<>();
		for (final Item item : items)
			if (item.value() instanceof Tensor && item.path().size() > 1) names.add(String.valueOf(item.path().get(0)));
		return names;
	}

	/**
	 * @param key a key of the first level, e.g. {@code model_state_dict}
	 * @return what is under it, the key being taken off the names
	 * @throws SonoflowException.File if there are no tensors under it
	 */
	public StateDict container(final String key) {
		final List<Item> inside = items.stream().filter(item -> item.path().size() > 1 && String.valueOf(item.path().get(
			0)).equals(key)).map(item -> new Item(item.path().subList(1, item.path().size()), item.value())).toList();
		if (inside.stream().noneMatch(item -> item.value() instanceof Tensor)) throw new SonoflowException.File(
			"There are no tensors under \"" + key + "\" in " + source + "; there are some under: " + containers() + ".");
		return new StateDict(source + " [" + key + "]", inside, metadata);
	}

	/**
	 * The weights of the network in this file: the known network that is whole in it, under whatever prefix (see
	 * {@link NetworkSearch}); of a checkpoint of something else, the averaged ones where there are some, else the model's,
	 * never the optimiser's; under torchvision's names (see {@link NameMap}).
	 *
	 * @return tensors under their final names
	 * @throws SonoflowException.File if it is not clear which they are
	 */
	public StateDict network() {
		return NetworkSearch.ANY.in(this).network();
	}

	/**
	 * As {@link #network()}, for who knows what to look for.
	 *
	 * @param prefix under which it lies in the file, where there are several, e.g. {@code module.encoder_q}; empty = as is
	 *          usual
	 * @param wanted names of {@link Architecture}; others are only taken if none of these is there
	 * @param monitor is told which was taken of several, and what else the file holds
	 * @return tensors under their final names
	 * @throws SonoflowException.File if it is not clear which they are; the message names them and the key prefix
	 * @throws SonoflowException.Input if there is nothing under the prefix
	 */
	public StateDict network(final String prefix, final Collection<String> wanted, final Monitor monitor) {
		final NetworkSearch.Result result = new NetworkSearch(prefix, Set.copyOf(wanted)).in(this);
		result.tell(monitor);
		return result.network();
	}

	/** {@return the tensors of these names, in the file's order} */
	public StateDict only(final Set<String> names) {
		final Map<String, Tensor> chosen = new LinkedHashMap<>(tensors);
		chosen.keySet().retainAll(names);
		return renamed(chosen);
	}

	/** {@return the same file with these tensors instead of its own; what is no tensor is left out} */
	public StateDict with(final Map<String, Tensor> other) {
		return renamed(other);
	}

	/** {@return the same file with other names for the tensors; what is no tensor is left out} */
	StateDict renamed(final Map<String, Tensor> named) {
		return new StateDict(source, named.entrySet().stream().map(e -> new Item(List.of(e.getKey()), e.getValue()))
			.toList(), metadata);
	}
}
