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
import io.sonoflow.nn.weights.StateDict.Item;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the network in a checkpoint, e.g. {@code {step, model, opt, ema}} or {@code {model_state_dict, epoch}}. */
final class Containers {

	/** Averaged weights are what a finished training is judged by. */
	private static final List<String> AVERAGED = List.of("ema", "model_ema", "ema_model", "ema_state_dict",
		"state_dict_ema");
	private static final List<String> RAW = List.of("model_state_dict", "state_dict", "weights", "model", "net", "network",
		"encoder", "backbone");
	private static final int MAX_DEPTH = 4;

	private Containers() {
	}

	static StateDict network(final StateDict file) {
		if (file.tensors().isEmpty()) throw new SonoflowException.File("There are no tensors in " + file.source() +
			", so no network can be made of it: give a file with weights.");
		return network(file, 0);
	}

	private static StateDict network(final StateDict level, final int depth) {
		final List<Item> own = level.items().stream().filter(item -> item.path().size() == 1 && item.value() instanceof Tensor)
			.toList();
		if (!own.isEmpty() && (level.containers().isEmpty() || own.stream().anyMatch(item -> item.name().endsWith("weight"))))
			return own.size() == level.items().size() ? level : new StateDict(level.source(), own, level.metadata());
		final Set<String> candidates = new LinkedHashSet<>();
		for (final String key : level.containers())
			if (isNetwork(key, level.container(key))) candidates.add(key);
		if (candidates.isEmpty() || depth == MAX_DEPTH) return level;
		return network(level.container(choose(level, candidates)), depth + 1);
	}

	private static boolean isNetwork(final String key, final StateDict content) {
		final String lower = key.toLowerCase(Locale.ROOT);
		if (lower.startsWith("opt") || lower.contains("optim") || lower.contains("sched")) return false;
		return content.items().stream().noneMatch(item -> String.valueOf(item.path().get(0)).equals("param_groups")) &&
			content.tensors().keySet().stream().anyMatch(name -> name.endsWith("weight"));
	}

	private static String choose(final StateDict level, final Set<String> candidates) {
		final String raw = RAW.stream().filter(candidates::contains).findFirst().orElse(null);
		final String averaged = AVERAGED.stream().filter(candidates::contains).findFirst().orElse(null);
		// Some averages leave out the statistics of batch norm: those alone make no network.
		if (averaged != null && (raw == null || level.container(averaged).tensors().keySet().containsAll(level.container(raw)
			.tensors().keySet()))) return averaged;
		if (raw != null) return raw;
		if (candidates.size() == 1) return candidates.iterator().next();
		throw new SonoflowException.File("There are several networks in " + level.source() + ": " + candidates +
			", and it is not clear which to take: choose with the key prefix, e.g. prefix=" + candidates.iterator().next() + ".");
	}
}
