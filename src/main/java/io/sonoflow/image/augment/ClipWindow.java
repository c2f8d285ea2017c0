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
package io.sonoflow.image.augment;

import io.sonoflow.RandomStream;

import java.util.ArrayList;
import java.util.List;

/**
 * Which frames of a clip a network of clips sees at once: as many as it takes, in training from a random start and at a random
 * speed. What happens to the pixels is one draw for all frames of a window:
 * {@link NetworkInput#write(List, Augmentation, java.util.function.Supplier, float[], int)}.
 *
 * <pre>
 * int[] frames = ClipWindow.published().draw(clip.size(), RandomStream.of(seed, "window", epoch, index));
 * for (int[] each : ClipWindow.published().cover(clip.size())) // without training
 * </pre>
 *
 * Frames are numbered from 0 and taken as equally far apart in time. A clip of fewer frames than the window stands still at its
 * end.
 *
 * @param frames of a window, at least 1; networks were published for 16
 * @param speed largest factor by which a clip is made faster or slower, at least 1; 1 = never
 */
public record ClipWindow(int frames, double speed) {

	public ClipWindow {
		if (frames < 1 || !(speed >= 1)) throw new IllegalArgumentException("windows of " + frames + " frames, a speed of " + speed);
	}

	/** {@return 16 frames, up to a quarter faster or slower; the speed is ours} */
	public static ClipWindow published() {
		return new ClipWindow(16, 1.25);
	}

	/**
	 * @param count frames of the clip, at least 1
	 * @param random decides start and speed; the same numbers are drawn whatever the clip
	 * @return the numbers of {@link #frames} frames, rising, some twice where the clip is made slower; a clip is made faster only
	 *         as far as it is long enough
	 */
	public int[] draw(final int count, final RandomStream random) {
		check(count);
		final double log = StrictMath.log(speed);
		final double wanted = StrictMath.exp(random.uniform(-log, log));
		final double place = random.nextDouble();
		final double most = frames == 1 ? 1 : Math.max(1, (count - 1.0) / (frames - 1));
		final double step = Math.min(wanted, most);
		// Half a frame at either end, so that the first and the last are drawn as often as others.
		final double room = Math.max(0, count - 1 - step * (frames - 1));
		final double start = Math.min(Math.max(0, place * (room + 1) - 0.5), room);
		final int[] numbers = new int[frames];
		for (int i = 0; i < frames; i++)
			numbers[i] = (int) Math.min(count - 1, Math.rint(start + i * step));
		return numbers;
	}

	/**
	 * @param count frames of the clip, at least 1
	 * @return windows at the clip's own speed that see every frame: side by side, the last one moved back to end with the clip
	 */
	public List<int[]> cover(final int count) {
		check(count);
		final List<int[]> windows = new ArrayList<>();
		for (int end = frames; end - frames < count; end += frames) {
			final int start = Math.max(0, Math.min(end, count) - frames);
			final int[] numbers = new int[frames];
			for (int i = 0; i < frames; i++)
				numbers[i] = Math.min(count - 1, start + i);
			windows.add(numbers);
		}
		return windows;
	}

	private static void check(final int count) {
		if (count < 1) throw new IllegalArgumentException("a clip of " + count + " frames");
	}
}
