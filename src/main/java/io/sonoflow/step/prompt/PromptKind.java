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
package io.sonoflow.step.prompt;

import java.util.Locale;
import java.util.Optional;

/** Where prompts come from: the values of the key {@code prompt} but {@code none}. */
public enum PromptKind {

	/** Rows of a table: image, x, y, w, h. */
	BOXES,
	/** Rows of a table: image, x, y, label, object. */
	POINTS,
	/** Selection, overlay or ROI Manager of the open image. */
	ROIS,
	/** The parts of the masks in the column mask. */
	MASKS;

	/** {@return which one the value of the key means; none for {@code none}} */
	public static Optional<PromptKind> of(final String key) {
		for (final PromptKind kind : values())
			if (kind.key().equals(key)) return Optional.of(kind);
		return Optional.empty();
	}

	/** {@return the value of the key} */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** {@return whether a table must be given} */
	public boolean needsTable() {
		return this == BOXES || this == POINTS;
	}
}
