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
package io.sonoflow.parameter;

import java.util.ArrayList;
import java.util.List;

/**
 * Keys that a dialog shows together: those of a group, or of no group under a heading that the first of them names.
 *
 * @param heading what stands above them; empty at the top
 * @param keys at least one, in their order
 */
public record Section(String heading, List<Key> keys) {

	/** The heading of keys in no group that name none. */
	private static final String FURTHER = "Further";

	/** Copies the list. */
	public Section {
		keys = List.copyOf(keys);
	}

	/** {@return whether most people leave all of its keys as they are} */
	public boolean isRare() {
		return keys.stream().allMatch(Key::isRare);
	}

	/** {@return the sections in the order of the keys; a heading may come twice, but not twice in a row} */
	public static List<Section> of(final Parameters parameters) {
		final List<Section> sections = new ArrayList<>();
		List<Key> keys = new ArrayList<>();
		String heading = "";
		Key before = null;
		for (final Key key : parameters.keys()) {
			final String next = heading(key, before, heading);
			if (!next.equals(heading) && !keys.isEmpty()) {
				sections.add(new Section(heading, keys));
				keys = new ArrayList<>();
			}
			keys.add(key);
			heading = next;
			before = key;
		}
		if (!keys.isEmpty()) sections.add(new Section(heading, keys));
		return sections;
	}

	/**
	 * What follows a group without a heading of its own must not look as if it were one of the group.
	 *
	 * @param before the key before; null for the first
	 * @param heading that of the key before
	 */
	private static String heading(final Key key, final Key before, final String heading) {
		if (!key.group().isEmpty()) return key.group();
		if (key.get(Key.HEADING) != null) return key.get(Key.HEADING);
		return before == null || before.group().isEmpty() ? heading : FURTHER;
	}
}
