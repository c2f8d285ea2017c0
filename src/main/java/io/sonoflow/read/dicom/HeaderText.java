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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The lines of a header that others may read: nothing of the patient, the hospital or the time is among them. */
final class HeaderText {

	private static final int TRANSDUCER_TYPE = 0x0018_6031;
	/** Characters of a name that are shown. */
	private static final int NAME = 64;

	private final StringBuilder lines = new StringBuilder();

	/** {@return whether the element gives a line} */
	boolean describes(final Header.Element element) {
		final Tag tag = Tag.of(element.tag());
		return isRegion(element) || isOverlay(element) || tag == Tag.MANUFACTURER || tag == Tag.MODEL;
	}

	/**
	 * @param source that the element lies in
	 * @param big its order of bytes
	 */
	void add(final Header.Element element, final Source source, final boolean big) throws IOException {
		final long start = element.start();
		if (isRegion(element)) line(element, "---", "" + (element.length() == 2 ? source.u16(start, big) : source.i32(start,
			big)));
		else if (isOverlay(element)) line(element, "Overlay", "left out");
		else line(element, Tag.of(element.tag()) == Tag.MODEL ? "Model" : "Manufacturer", new String(source.bytes(start,
			(int) Math.min(element.length(), NAME)), StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", " ").strip());
	}

	private static boolean isOverlay(final Header.Element element) {
		final int group = element.tag() >>> 16;
		return group >= 0x6000 && group <= 0x601E && (element.tag() & 0xFFFF) == 0x3000;
	}

	/** {@return whether it is a number of an ultrasound region} */
	private static boolean isRegion(final Header.Element element) {
		if ((element.tag() & 0xFFFF_FF00) != 0x0018_6000) return false;
		final String vr = element.vr();
		final boolean isNumber = vr.isEmpty() ? element.tag() != TRANSDUCER_TYPE : vr.equals("UL") || vr.equals("US") || vr
			.equals("SL");
		return isNumber && (element.length() == 2 || element.length() == 4);
	}

	private void line(final Header.Element element, final String name, final String value) {
		lines.append(String.format(Locale.ROOT, "%04X,%04X  %s: %s%n", element.tag() >>> 16, element.tag() & 0xFFFF, name,
			value));
	}

	@Override
	public String toString() {
		return lines.toString();
	}
}
