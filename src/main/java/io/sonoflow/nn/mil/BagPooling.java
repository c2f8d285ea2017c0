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
package io.sonoflow.nn.mil;

import java.util.Locale;

/**
 * How the frames of a clip become one score. With classes in an order (severity 0, 1, 2 ...; or healthy, ill) the class of the
 * lowest number is the one that a single other frame can overrule; of classes without an order only {@link #MEAN}, {@link
 * #ATTENTION} and {@link #GATED} make sense.
 */
public enum BagPooling {

	/** The mean of the frames' class probabilities. */
	MEAN("mean"),

	/** The class probabilities of the one frame of the highest expected class. */
	MAX("max"),

	/** A clip is below a class only if every frame is, each by itself: P(clip below k) = product of P(frame below k). */
	NOISY_OR("noisyor"),

	/** The mean of the class probabilities of the frames of the highest expected class; of all if there are fewer. */
	TOP_K("topk"),

	/** Frames' vectors, weighted by a learned attention (Ilse et al., ICML 2018). */
	ATTENTION("attention"),

	/** As {@link #ATTENTION}, with a gate. */
	GATED("gated");

	/** Frames of {@link #TOP_K} where none other is asked for. */
	public static final int USUAL_TOP = 3;

	private final String key;

	BagPooling(final String key) {
		this.key = key;
	}

	/** {@return whether it has parameters, and pools frames' vectors; the others pool their scores} */
	public boolean learns() {
		return this == ATTENTION || this == GATED;
	}

	/**
	 * @param top frames of {@link #TOP_K}
	 * @param frames of the clip
	 * @return how many of the highest frames count
	 */
	int counted(final int top, final int frames) {
		return this == MAX ? 1 : this == TOP_K ? Math.min(top, frames) : frames;
	}

	/**
	 * @param key as a command or a header names it
	 * @throws IllegalArgumentException if there is none of this name
	 */
	public static BagPooling of(final String key) {
		for (final BagPooling each : values())
			if (each.key.equals(key.toLowerCase(Locale.ROOT))) return each;
		throw new IllegalArgumentException("no pooling " + key);
	}

	/** {@return as commands and headers name it} */
	@Override
	public String toString() {
		return key;
	}
}
