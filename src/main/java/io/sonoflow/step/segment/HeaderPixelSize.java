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
package io.sonoflow.step.segment;

import io.sonoflow.image.mask.PixelSize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a pixel is in tissue, by an ultrasound DICOM header: the physical delta of its two-dimensional regions (0018,602C and
 * 602E) if both are in centimetres, the same in all regions. A pixel spacing alone (0028,0030) is of the picture as printed, and
 * not taken.
 */
final class HeaderPixelSize {

	private static final Pattern LINE = Pattern.compile("(?m)^0018,60(12|24|26|2C|2E)\\b[^\\n]*?:\\s*([-+0-9.eE]+)\\s*$");
	private static final double PICTURE = 1;
	private static final double CENTIMETRES = 3;
	private static final double MILLIMETRES = 10;

	private HeaderPixelSize() {
	}

	/** {@return the size in millimetres, if the header (ImageJ's text of it) says it} */
	static Optional<PixelSize> of(final String header) {
		final List<double[]> regions = new ArrayList<>();
		final Matcher matcher = LINE.matcher(header);
		while (matcher.find()) {
			final double value;
			try {
				value = Double.parseDouble(matcher.group(2));
			}
			catch (final NumberFormatException e) {
				return Optional.empty();
			}
			final int column = List.of("12", "24", "26", "2C", "2E").indexOf(matcher.group(1));
			if (column == 0) regions.add(new double[5]);
			if (!regions.isEmpty()) regions.get(regions.size() - 1)[column] = value;
		}
		final List<double[]> pictures = regions.stream().filter(region -> region[0] == PICTURE).toList();
		if (pictures.isEmpty() || pictures.stream().anyMatch(region -> region[1] != CENTIMETRES || region[2] != CENTIMETRES))
			return Optional.empty();
		final TreeSet<String> different = new TreeSet<>();
		pictures.forEach(region -> different.add(Math.abs(region[3]) + " " + Math.abs(region[4])));
		final double x = MILLIMETRES * Math.abs(pictures.get(0)[3]);
		final double y = MILLIMETRES * Math.abs(pictures.get(0)[4]);
		return different.size() > 1 || !(x > 0 && y > 0) ? Optional.empty() : Optional.of(PixelSize.millimetres(x, y));
	}
}
