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

import io.sonoflow.SonoflowException;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a {@link FilmUNet}.
 *
 * @param widths channels of each scale, the finest first; at least one, each at least 1
 * @param structures channels of the output, at least 1
 * @param organs how many the network is told apart, at least 1; 0 = it is told nothing, and has no FiLM
 */
public record SegmentShape(List<Integer> widths, int structures, int organs) {

	/** Widths of the usual five scales. */
	public static final List<Integer> USUAL = List.of(32, 64, 128, 256, 512);

	/** Length of an organ's code. */
	public static final int CODE = 64;

	static final int MOST_SCALES = 10;

	/**
	 * Copies the widths.
	 *
	 * @throws SonoflowException.Input if the sizes make no network
	 */
	public SegmentShape {
		widths = List.copyOf(widths);
		if (widths.isEmpty() || widths.size() > MOST_SCALES || widths.stream().anyMatch(width -> width < 1 || width > 1 << 14))
			throw new SonoflowException.Input("widths=" + text(widths) + " makes no U-Net: give the channels of 1 to " + MOST_SCALES +
				" scales, the finest first, each at least 1, such as " + text(USUAL) + ".");
		if (structures < 1 || organs < 0) throw new SonoflowException.Input("A network of " + structures + " structures and " +
			organs + " organs cannot be made.");
	}

	private static String text(final List<Integer> widths) {
		return widths.stream().map(String::valueOf).collect(Collectors.joining(","));
	}

	/** {@return whether it is told the organ} */
	public boolean film() {
		return organs > 0;
	}

	/** {@return what height and width of images must be divisible by} */
	public int divisor() {
		return 1 << (widths.size() - 1);
	}

	/** {@return channels of the deepest scale} */
	public int deepest() {
		return widths.get(widths.size() - 1);
	}

	/** {@return it in words, for messages} */
	public String describe() {
		return "U-Net of " + text(widths) + " channels, " + structures + " structure(s), " + (film() ? "FiLM for " + organs +
			" organ(s)" : "no FiLM");
	}

	/**
	 * Says before any work whether images may have this size.
	 *
	 * @throws SonoflowException.Input if not; the message names sizes that will do
	 */
	public void checkSize(final int height, final int width) {
		final int divisor = divisor();
		if (height >= divisor && width >= divisor && height % divisor == 0 && width % divisor == 0) return;
		final int near = Math.max(divisor, Math.round((float) Math.min(height, width) / divisor) * divisor);
		throw new SonoflowException.Input("size: images of " + width + " x " + height + " px cannot be halved " +
			(widths.size() - 1) + " times. Use a size that " + divisor + " divides, such as " + near + ".");
	}
}
