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
package io.sonoflow.read.dicom;

import io.sonoflow.read.Bitmap;

import java.io.IOException;
import java.util.Locale;

/**
 * How the pixels are stored: the Image Pixel module (PS3.3 C.7.6.3), with what of it can be and is read here.
 *
 * @param allocated bits of a sample's place: 1, 8 or 16
 * @param stored bits of a sample's value
 * @param shift bits below the value
 */
record Picture(int columns, int rows, int frames, int samples, Photometric photometric, int allocated, int stored,
	int shift, boolean signed, boolean planar)
{

	private static final int MOST_FRAMES = 1 << 24;

	/** What the samples mean (PS3.3 C.7.6.3.1.2). */
	enum Photometric {
		MONOCHROME1, MONOCHROME2, PALETTE_COLOR, RGB, YBR_FULL, YBR_FULL_422, YBR_PARTIAL_422, YBR_PARTIAL_420, YBR_ICT,
		YBR_RCT;

		boolean isGray() {
			return this == MONOCHROME1 || this == MONOCHROME2;
		}

		int samples() {
			return ordinal() < RGB.ordinal() ? 1 : 3;
		}

		/** {@return name as in the standard} */
		String term() {
			return this == PALETTE_COLOR ? "PALETTE COLOR" : name();
		}

		/** Old files leave it out if there is but one sample: bright is more. */
		private static Photometric of(final String term, final int samples) throws Refused {
			if (term.isEmpty() && samples == 1) return MONOCHROME2;
			for (final Photometric each : values())
				if (each.term().equals(term) || each.name().equals(term)) return each;
			if (term.isEmpty()) throw Refused.broken(Tag.PHOTOMETRIC, "missing, with " + samples + " samples per pixel");
			throw Refused.unknown(Tag.PHOTOMETRIC, term);
		}
	}

	/**
	 * @throws Refused naming the element whose value is missing, impossible or not read
	 */
	static Picture of(final DataSet header) throws Refused {
		final int columns = positive(header, Tag.COLUMNS);
		final int rows = positive(header, Tag.ROWS);
		final String term = header.text(Tag.PHOTOMETRIC).toUpperCase(Locale.ROOT);
		final int samples = header.number(Tag.SAMPLES, 1);
		final Photometric photometric = Photometric.of(term, samples);
		if (samples != photometric.samples()) throw Refused.broken(Tag.SAMPLES, samples + " and " + Tag.PHOTOMETRIC + " " +
			term);
		final int allocated = allocated(header, photometric);
		requireMemory(columns, rows, samples * ((allocated + 7) / 8));
		final int stored = header.number(Tag.STORED, allocated);
		if (stored < 1 || stored > allocated) throw Refused.broken(Tag.STORED, stored + " of " + allocated + " " +
			Tag.ALLOCATED);
		final int high = header.number(Tag.HIGH_BIT, stored - 1);
		if (high < stored - 1 || high >= allocated) throw Refused.broken(Tag.HIGH_BIT, high + " with " + stored + " " +
			Tag.STORED);
		final boolean signed = one(header, Tag.REPRESENTATION);
		if (signed && !photometric.isGray()) throw Refused.unknown(Tag.REPRESENTATION, "1 (signed) with " + term);
		return new Picture(columns, rows, frames(header), samples, photometric, allocated, stored, high + 1 - stored, signed,
			samples > 1 && one(header, Tag.PLANAR));
	}

	/** The frame's bytes, what is unpacked of them, and what is shown of it are there at a time. */
	private static void requireMemory(final int columns, final int rows, final int bytes) throws Refused {
		try {
			Bitmap.require(columns, rows, 3 * bytes);
		}
		catch (final IOException e) {
			throw Refused.tooLarge(e.getMessage());
		}
	}

	private static int allocated(final DataSet header, final Photometric photometric) throws Refused {
		final int allocated = header.number(Tag.ALLOCATED, 0);
		if (allocated == 0) throw Refused.broken(Tag.ALLOCATED, "missing");
		if (allocated != 8 && allocated != 16 && !(allocated == 1 && photometric.isGray())) throw Refused.unknown(
			Tag.ALLOCATED, allocated);
		return allocated;
	}

	private static int positive(final DataSet header, final Tag tag) throws Refused {
		final int value = header.number(tag, 0);
		if (value <= 0) throw Refused.broken(tag, header.has(tag) ? value : "missing");
		return value;
	}

	private static boolean one(final DataSet header, final Tag tag) throws Refused {
		final int value = header.number(tag, 0);
		if (value != 0 && value != 1) throw Refused.broken(tag, value);
		return value == 1;
	}

	private static int frames(final DataSet header) throws Refused {
		final double[] numbers = header.decimals(Tag.FRAMES);
		// Single pictures say nothing, or 0.
		if (numbers.length == 0 || numbers[0] == 0) return 1;
		if (numbers[0] < 1 || numbers[0] > MOST_FRAMES || numbers[0] != Math.rint(numbers[0])) throw Refused.broken(
			Tag.FRAMES, header.text(Tag.FRAMES));
		return (int) numbers[0];
	}

	int pixels() {
		return columns * rows;
	}

	/** {@return bytes of a sample: 1 or 2} */
	int bytes() {
		return allocated > 8 ? 2 : 1;
	}

	/** {@return the largest stored value, unsigned} */
	int mask() {
		return (1 << stored) - 1;
	}
}
