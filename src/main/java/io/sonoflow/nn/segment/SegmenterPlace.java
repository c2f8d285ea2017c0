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
package io.sonoflow.nn.segment;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where in a file of weights a segmenter lies: wrappers and checkpoints put it under a prefix. */
final class SegmenterPlace {

	/** A tensor that every segmenter has. */
	private static final String FIRST = "enc.0.u0.conv.weight";

	private SegmenterPlace() {
	}

	/**
	 * @param prefix under which it lies, with or without a dot at its end; empty = found
	 * @param monitor is told where it was found
	 * @return its tensors under its own names; the file as it is, if no segmenter is in it
	 * @throws SonoflowException.Input if there is nothing under the prefix
	 * @throws SonoflowException.File if there are several, and none is named
	 */
	static StateDict in(final StateDict file, final String prefix, final Monitor monitor) {
		final List<String> found = file.tensors().keySet().stream().filter(name -> name.equals(FIRST) || name.endsWith("." + FIRST))
			.map(name -> name.substring(0, name.length() - FIRST.length())).toList();
		final String asked = prefix.strip().replaceAll("\\.+$", "");
		if (!prefix.isBlank()) return under(file, asked.isEmpty() ? "" : asked + ".", prefix, found);
		if (found.isEmpty() || found.contains("")) return file;
		if (found.size() > 1) throw new SonoflowException.File("There are " + found.size() + " segmenters in " + file.source() +
			": " + describe(found) + ". Choose one with the key prefix, e.g. prefix=" + name(found.get(0)) + ".");
		monitor.message("The segmenter in " + file.source() + " lies under " + name(found.get(0)) + ".");
		return under(file, found.get(0), prefix, found);
	}

	private static StateDict under(final StateDict file, final String place, final String prefix, final List<String> found) {
		final Map<String, Tensor> inside = new LinkedHashMap<>();
		file.tensors().forEach((name, tensor) -> {
			if (name.startsWith(place)) inside.put(name.substring(place.length()), tensor);
		});
		if (inside.containsKey(FIRST)) return file.with(inside);
		throw new SonoflowException.Input("prefix=" + prefix + ": there is no segmenter under it in " + file.source() +
			". There are some under: " + (found.isEmpty() ? "none" : describe(found)) +
			". Give another prefix, or leave it out. Inspect Weights... lists all names.");
	}

	private static String describe(final List<String> places) {
		return String.join(", ", places.stream().map(SegmenterPlace::name).toList());
	}

	private static String name(final String place) {
		return place.isEmpty() ? "." : place.substring(0, place.length() - 1);
	}
}
