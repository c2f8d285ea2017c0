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

import io.sonoflow.SonoflowException;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Brings the names of weights to torchvision's: takes wrappers' prefixes off ({@code module.}, {@code backbone.},
 * {@code features.}, {@code encoder.} ...) where all tensors but those of a head carry them, and gives the children of a
 * ResNet that was put into a Sequential ({@code 0} conv1, {@code 1} bn1, {@code 4..7} layer1..4, {@code 9} fc) and a
 * single linear head ({@code cls_head.0}) their names back; a transformer's queries, keys and values become one tensor (see
 * {@link AttentionLayout}). Names already right are left alone.
 */
public final class NameMap {

	private static final Set<String> PREFIXES = Set.of("module", "backbone", "features", "encoder", "model", "net",
		"network", "base_model", "resnet", "densenet", "_orig_mod", "state_dict");
	private static final Set<String> HEADS = Set.of("fc", "classifier", "linear", "l1", "l2");
	/** Heads that may be a ResNet's fc, the likeliest first. */
	private static final List<String> CLASSIFIERS = List.of("cls_head", "classifier", "head", "linear");
	private static final Map<String, String> SEQUENTIAL = Map.of("0", "conv1", "1", "bn1", "4", "layer1", "5", "layer2",
		"6", "layer3", "7", "layer4", "9", "fc");
	private static final Pattern OLD_DENSE = Pattern.compile("(denselayer\\d+\\.(?:norm|conv))\\.([12])\\.");
	private static final int MAX_PREFIXES = 8;

	private NameMap() {
	}

	/**
	 * @return the same tensors under torchvision's names; what the weights are not recognised to be keeps its names
	 * @throws SonoflowException.File if two tensors would come to have the same name
	 */
	public static StateDict normalise(final StateDict weights) {
		Map<String, Tensor> named = weights.tensors();
		for (int i = 0; i < MAX_PREFIXES; i++) {
			final String prefix = commonPrefix(named.keySet());
			if (prefix == null) break;
			named = rename(weights, named, name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name);
		}
		named = canonical(weights, named);
		return named.equals(weights.tensors()) ? weights : weights.renamed(named);
	}

	/** {@return a network's tensors, free of prefixes, under torchvision's names} */
	static Map<String, Tensor> canonical(final StateDict weights, final Map<String, Tensor> stripped) {
		Map<String, Tensor> named = stripped;
		if (isSequentialResNet(named)) named = rename(weights, named, NameMap::fromSequential);
		if (named.containsKey("conv1.weight") && named.containsKey("layer1.0.conv1.weight")) named = withClassifier(weights,
			named);
		if (named.containsKey("conv0.weight") && named.keySet().stream().anyMatch(name -> name.startsWith("denseblock1.")))
			named = rename(weights, named, name -> isHead(name) ? name : "features." + name);
		if (named.keySet().stream().anyMatch(name -> OLD_DENSE.matcher(name).find())) named = rename(weights, named,
			name -> OLD_DENSE.matcher(name).replaceFirst("$1$2."));
		return AttentionLayout.fused(named);
	}

	/** {@return the first component, with its dot, if all tensors share it or all but a head's, and it may go; else null} */
	private static String commonPrefix(final Collection<String> names) {
		final Collection<String> all = names.stream().map(NameMap::first).distinct().toList();
		final Collection<String> body = names.stream().filter(name -> !isHead(name)).map(NameMap::first).distinct().toList();
		final String first = all.size() == 1 ? all.iterator().next() : body.size() == 1 ? body.iterator().next() : null;
		if (first == null) return null;
		final List<String> inside = names.stream().filter(name -> name.startsWith(first + ".")).map(name -> name.substring(first
			.length() + 1)).toList();
		final boolean dense = inside.stream().anyMatch(name -> name.startsWith("denseblock1."));
		// In DenseNet "features." is torchvision's own name.
		if (dense && first.equals("features")) return null;
		final boolean wrapped = PREFIXES.contains(first) || dense && first.equals("0");
		return wrapped && inside.stream().noneMatch(String::isEmpty) && inside.size() == names.stream().filter(name -> first(
			name).equals(first)).count() ? first + "." : null;
	}

	private static boolean isSequentialResNet(final Map<String, Tensor> named) {
		return named.containsKey("0.weight") && named.get("0.weight").shape().length == 4 && named.containsKey(
			"1.running_mean") && named.containsKey("4.0.conv1.weight");
	}

	private static String fromSequential(final String name) {
		final String first = first(name);
		return SEQUENTIAL.containsKey(first) ? SEQUENTIAL.get(first) + name.substring(first.length()) : name;
	}

	/** A head of one linear layer is the network's fc; one of several layers is something else and keeps its names. */
	private static Map<String, Tensor> withClassifier(final StateDict weights, final Map<String, Tensor> named) {
		if (named.containsKey("fc.weight")) return named;
		for (final String head : CLASSIFIERS) {
			final List<String> names = named.keySet().stream().filter(name -> first(name).equals(head)).toList();
			for (final String stem : List.of(head, head + ".0"))
				if (!names.isEmpty() && named.containsKey(stem + ".weight") && named.get(stem + ".weight").shape().length == 2 &&
					List.of(stem + ".weight", stem + ".bias").containsAll(names)) return rename(weights, named, name -> name
						.startsWith(stem + ".") ? "fc" + name.substring(stem.length()) : name);
		}
		return named;
	}

	/** {@return whether these are the tensors of one linear layer, called as classifiers are} */
	static boolean isClassifier(final List<String> names) {
		final String first = first(names.get(0));
		return (HEADS.contains(first) || CLASSIFIERS.contains(first)) && Stream.of(first, first + ".0").anyMatch(stem -> List.of(
			stem + ".weight", stem + ".bias").containsAll(names));
	}

	private static boolean isHead(final String name) {
		final String first = first(name);
		return HEADS.contains(first) || first.contains("head") || first.contains("proj");
	}

	static String first(final String name) {
		final int dot = name.indexOf('.');
		return dot < 0 ? name : name.substring(0, dot);
	}

	private static Map<String, Tensor> rename(final StateDict weights, final Map<String, Tensor> named,
		final UnaryOperator<String> rule)
	{
		final Map<String, Tensor> renamed = new LinkedHashMap<>();
		named.forEach((name, tensor) -> {
			if (renamed.put(rule.apply(name), tensor) != null) throw new SonoflowException.File("Two tensors of " + weights
				.source() + " would both be \"" + rule.apply(name) + "\" without their wrappers' prefixes: save the " +
				"network's own state_dict.");
		});
		return renamed;
	}
}
