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
package io.sonoflow.dataset.clip;

import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.image.mask.PixelSize;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Those frames of a clip that a {@link FrameChoice} takes, whatever they show, as a clip of its own. Their times stay those in
 * the file; they follow each other so much slower as there are fewer of them.
 *
 * <pre>
 * FrameReader reader = FewerFrames.of(ImageFiles.open(file), new FrameChoice(2, 0)); // every second frame
 * </pre>
 */
public final class FewerFrames implements FrameReader {

	private final FrameReader all;
	private final int[] numbers;
	private final int stride;

	private FewerFrames(final FrameReader all, final int[] numbers, final int stride) {
		this.all = all;
		this.numbers = numbers;
		this.stride = stride;
	}

	/** {@return the frames that are taken; closing them closes the reader} */
	public static FewerFrames of(final FrameReader reader, final FrameChoice choice) {
		return new FewerFrames(reader, choice.numbers(reader.frames()), choice.stride());
	}

	/** {@return the number in the file, from 0, of a frame of 0..frames-1} */
	public int number(final int frame) {
		return numbers[frame];
	}

	/** {@return how many frames the file has} */
	public int all() {
		return all.frames();
	}

	/** {@return all frames of the file, by the same reader} */
	public FrameReader whole() {
		return all;
	}

	@Override
	public int frames() {
		return numbers.length;
	}

	@Override
	public int width() {
		return all.width();
	}

	@Override
	public int height() {
		return all.height();
	}

	@Override
	public String header() {
		return all.header();
	}

	@Override
	public ArrayImg<ARGBType, IntArray> color(final int frame) {
		return all.color(numbers[frame]);
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> gray(final int frame) {
		return all.gray(numbers[frame]);
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> mask(final int frame) {
		return all.mask(numbers[frame]);
	}

	@Override
	public byte[] values(final int frame) {
		return all.values(numbers[frame]);
	}

	/** {@return on the mean, where those that are taken are not evenly spread} */
	@Override
	public Optional<FrameRate> rate() {
		// Of which stride takes so many; a last frame of the clip's takes its time, too.
		final int strided = (all.frames() - 1) / stride + 1;
		return all.rate().map(rate -> slower(rate, numbers.length, (long) strided * stride));
	}

	private static FrameRate slower(final FrameRate rate, final int kept, final long of) {
		if (kept == of) return rate;
		final long frames = (long) rate.frames() * kept;
		final long seconds = rate.seconds() * of;
		final long most = Math.max(frames, seconds) / Integer.MAX_VALUE + 1;
		return most == 1 ? new FrameRate((int) frames, (int) seconds) : FrameRate.near((double) frames / seconds);
	}

	@Override
	public double seconds(final int frame) {
		return all.seconds(numbers[frame]);
	}

	@Override
	public PixelSize size() {
		return all.size();
	}

	@Override
	public List<String> flaws() {
		return all.flaws();
	}

	@Override
	public int unbroken() {
		final int unbroken = all.unbroken();
		return (int) IntStream.of(numbers).filter(number -> number < unbroken).count();
	}

	@Override
	public void close() {
		all.close();
	}
}
