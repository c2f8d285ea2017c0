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
package io.sonoflow.api;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.step.doppler.OpenClip;
import io.sonoflow.step.doppler.SeparateDoppler;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Takes pictures and clips of colour Doppler apart, as Separate Doppler does with what is open.
 *
 * <pre>
 * SeparatedDoppler parts = Doppler.separate(screen);
 * parts.velocity().ifPresent(velocity -&gt; show(velocity, parts.unit()));
 * </pre>
 */
public final class Doppler {

	private static final String NAME = "frames";

	private Doppler() {
	}

	/**
	 * Takes a picture of colour Doppler apart.
	 *
	 * @implNote op names='ultrasound.separateDoppler'
	 * @param <T> pixel type
	 * @param image a whole screen in colour
	 * @return grey levels, where flow is and where it aliases, its velocity, bar ends and colour box
	 * @throws SonoflowException.Input if it shows no colour Doppler
	 */
	public static <T extends NumericType<T>> SeparatedDoppler separate(final RandomAccessibleInterval<T> image) {
		return separate(List.of(Arguments.image(image))).get(0);
	}

	/**
	 * Takes a clip of colour Doppler apart.
	 *
	 * @implNote op names='ultrasound.separateDoppler'
	 * @param <T> pixel type
	 * @param frames whole screens in colour, of one size
	 * @return as many
	 * @throws SonoflowException.Input if no frame shows colour Doppler
	 */
	public static <T extends NumericType<T>> List<SeparatedDoppler> separate(
		final List<? extends RandomAccessibleInterval<T>> frames)
	{
		final SeparateDoppler step = new SeparateDoppler();
		step.open = new OpenClip(NAME, Arguments.clip(frames, "take apart"));
		final SeparateDoppler.Result result = step.run(Monitor.NONE);
		return IntStream.range(0, frames.size()).mapToObj(i -> parts(result, i)).toList();
	}

	private static SeparatedDoppler parts(final SeparateDoppler.Result result, final int frame) {
		final Optional<RandomAccessibleInterval<FloatType>> velocity = Optional.ofNullable(result.velocity().get(frame));
		final List<Object> row = velocity.isEmpty() ? List.of() : row(result, frame);
		return new SeparatedDoppler(result.grey().get(frame), result.colour().get(frame), velocity, row.isEmpty() ? "" : String
			.valueOf(row.get(SeparateDoppler.UNIT)), end(row, SeparateDoppler.LOW), end(row, SeparateDoppler.HIGH), result.aliased()
				.get(frame), Optional.ofNullable(result.boxes().get(frame)));
	}

	/** Of the rows, which only frames with a bar or a box have, the one of the frame's name. */
	private static List<Object> row(final SeparateDoppler.Result result, final int frame) {
		final String name = result.grey().size() == 1 ? NAME : NAME + " frame " + (frame + 1);
		return result.rows().stream().filter(row -> row.get(0).equals(name)).findFirst().orElseThrow();
	}

	private static OptionalDouble end(final List<Object> row, final int column) {
		return row.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of((Double) row.get(column));
	}
}
