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

import io.sonoflow.nn.weights.layout.SamLayout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where in a file whole known networks stand: every prefix of its names is tried under which a network could begin, and
 * counts if all tensors of an {@link Architecture} are there in their shapes, whatever else stands beside.
 */
final class Places {

	/** What each known network has one of, at its top. A new architecture adds its own. */
	private static final List<String> ANCHORS = List.of("layer1.0.conv1.weight", "4.0.conv1.weight",
		"denseblock1.denselayer1.conv1.weight", "denseblock1.denselayer1.conv.1.weight", "Conv2d_1a_3x3.conv.weight",
		"patch_embed.proj.weight", "time_embed.0.weight", SamLayout.ANCHOR);
	private static final String FEATURES = "features.";
	private static final String MODEL = "model.";
	private static final String IMAGE = "image_encoder.";

	/**
	 * A whole known network.
	 *
	 * @param prefix of its names in the file, without the last dot; empty = none
	 * @param architecture what it is
	 * @param tensors under their final names, with the classifier that stands beside it
	 * @param names of these in the file
	 */
	record Place(String prefix, Architecture architecture, Map<String, Tensor> tensors, Set<String> names) {

		/** {@return the components of the prefix} */
		List<String> way() {
			return prefix.isEmpty() ? List.of() : Arrays.asList(prefix.split("\\."));
		}

		/** {@return e.g. {@code ResNet-18 under "module.encoder_q"}} */
		String describe() {
			return architecture.name() + (prefix.isEmpty() ? " without a prefix" : " under \"" + prefix + "\"");
		}
	}

	private final StateDict file;
	private final Set<String> prefixes = new LinkedHashSet<>();

	private Places(final StateDict file) {
		this.file = file;
	}

	static List<Place> of(final StateDict file) {
		final Places places = new Places(file);
		file.tensors().keySet().forEach(places::collect);
		final List<Place> found = new ArrayList<>();
		for (final String prefix : places.prefixes) {
			final Place place = places.at(prefix);
			if (place == null) continue;
			found.add(place);
			final Place average = places.dotless(place);
			if (average != null) found.add(average);
		}
		return found;
	}

	private void collect(final String name) {
		for (final String anchor : ANCHORS) {
			if (!name.endsWith(anchor)) continue;
			final String prefix = name.substring(0, name.length() - anchor.length());
			// The encoder of a SAM is no network of its own.
			if (prefix.endsWith(IMAGE) && file.has(prefix.substring(0, prefix.length() - IMAGE.length()) + SamLayout.ANCHOR)) continue;
			final boolean dense = anchor.startsWith("dense") && (prefix.equals(FEATURES) || prefix.endsWith("." + FEATURES));
			if (prefix.isEmpty() || prefix.endsWith(".")) prefixes.add(dense ? prefix.substring(0, prefix.length() - FEATURES
				.length()) : prefix);
		}
	}

	/** {@return the network under a prefix (with its dot), or null if none is whole there} */
	private Place at(final String prefix) {
		final Map<String, Tensor> inside = new LinkedHashMap<>();
		final Map<String, String> from = new LinkedHashMap<>();
		file.tensors().forEach((name, tensor) -> {
			if (!name.startsWith(prefix) || name.length() == prefix.length() || isElsewhere(name, prefix)) return;
			inside.put(name.substring(prefix.length()), tensor);
			from.put(name.substring(prefix.length()), name);
		});
		final Map<String, Tensor> bare = NameMap.canonical(file, inside);
		final Architecture found = Architecture.of(bare, !prefix.isEmpty() || !bare.keySet().equals(inside.keySet()));
		if (!found.known()) return null;
		if (found.unet() == null && found.classes() == 0) addClassifier(prefix, inside, from);
		final Map<String, Tensor> tensors = found.own(NameMap.canonical(file, inside));
		if (found.unet() != null) from.keySet().retainAll(tensors.keySet());
		return new Place(prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1), Architecture.of(tensors, !prefix
			.isEmpty() || !tensors.keySet().equals(inside.keySet())), tensors, Set.copyOf(from.values()));
	}

	/** {@return whether a name belongs to a network deeper inside, as a teacher's that was registered in its student} */
	private boolean isElsewhere(final String name, final String prefix) {
		return prefixes.stream().anyMatch(other -> other.length() > prefix.length() && other.startsWith(prefix) && name
			.startsWith(other));
	}

	/** A single linear layer beside the backbone, in a wrapper round both. */
	private void addClassifier(final String prefix, final Map<String, Tensor> inside, final Map<String, String> from) {
		for (int dot = prefix.lastIndexOf('.', prefix.length() - 2); !prefix.isEmpty(); dot = prefix.lastIndexOf('.', dot -
			1))
		{
			final String wrapper = prefix.substring(0, dot + 1);
			final Map<String, List<String>> beside = new LinkedHashMap<>();
			for (final String name : file.tensors().keySet())
				if (name.startsWith(wrapper) && !name.startsWith(prefix)) beside.computeIfAbsent(NameMap.first(name.substring(
					wrapper.length())), first -> new ArrayList<>()).add(name.substring(wrapper.length()));
			final List<String> heads = beside.values().stream().filter(NameMap::isClassifier).findFirst().orElse(List.of());
			for (final String head : heads)
				if (inside.putIfAbsent(head, file.get(wrapper + head)) == null) from.put(head, wrapper + head);
			if (!heads.isEmpty() || dot < 0) return;
		}
	}

	/** {@return the average that latent-diffusion's LitEma keeps of its model, its names without their dots; or null} */
	private Place dotless(final Place place) {
		final List<String> way = place.way();
		final int model = way.indexOf(MODEL.substring(0, MODEL.length() - 1));
		if (model < 0) return null;
		final String outer = String.join("", way.subList(0, model).stream().map(part -> part + ".").toList());
		final String inner = String.join("", way.subList(model + 1, way.size()));
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		final Set<String> names = new LinkedHashSet<>();
		for (final String name : place.tensors.keySet()) {
			final String shadow = outer + "model_ema." + inner + name.replace(".", "");
			if (!file.has(shadow) || !Arrays.equals(file.get(shadow).shape(), place.tensors.get(name).shape())) return null;
			tensors.put(name, file.get(shadow));
			names.add(shadow);
		}
		return new Place(outer + "model_ema", place.architecture, tensors, names);
	}
}
