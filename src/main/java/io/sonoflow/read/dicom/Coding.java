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

import java.util.Map;
import java.util.Set;

/** What a transfer syntax (PS3.5 annex A) says of the pixels' coding. */
enum Coding {

	/** Numbers as they are. */
	PLAIN,
	/** PS3.5 annex G. */
	RUN_LENGTH,
	/** JPEG or JPEG 2000; which of them, and which kind, the stream itself says. */
	JPEG;

	private static final String ROOT = "1.2.840.10008.1.2";
	private static final String IMPLICIT = ROOT;
	private static final String EXPLICIT = ROOT + ".1";
	private static final String DEFLATED = ROOT + ".1.99";
	private static final String FRAGMENTED = ROOT + ".1.98";
	private static final String BIG_ENDIAN = ROOT + ".2";
	private static final Set<String> PLAIN_SYNTAXES = Set.of("", IMPLICIT, EXPLICIT, DEFLATED, FRAGMENTED, BIG_ENDIAN);

	/** What is known and not read, by the last number of its UID below JPEG's root. */
	private static final Map<Integer, String> OTHERS = Map.ofEntries(Map.entry(80, "JPEG-LS"), Map.entry(81, "JPEG-LS"), Map
		.entry(92, "JPEG 2000 of several components"), Map.entry(93, "JPEG 2000 of several components"), Map.entry(94,
			"pixels on a server (JPIP)"), Map.entry(95, "pixels on a server (JPIP)"), Map.entry(110, "JPEG XL"), Map.entry(111,
				"JPEG XL"), Map.entry(112, "JPEG XL"), Map.entry(201, "High-Throughput JPEG 2000"), Map.entry(202,
					"High-Throughput JPEG 2000"), Map.entry(203, "High-Throughput JPEG 2000"));

	private static final String JPEG_ROOT = ROOT + ".4.";
	private static final int FIRST_JPEG = 50, LAST_JPEG = 70, FIRST_VIDEO = 100, LAST_VIDEO = 108;
	private static final Set<Integer> JPEG_2000 = Set.of(90, 91);

	static boolean isImplicit(final String syntax) {
		return syntax.equals(IMPLICIT);
	}

	static boolean isDeflated(final String syntax) {
		return syntax.equals(DEFLATED);
	}

	/** {@return whether uncompressed frames lie in fragments} */
	static boolean isFragmented(final String syntax) {
		return syntax.equals(FRAGMENTED);
	}

	static boolean isBigEndian(final String syntax) {
		return syntax.equals(BIG_ENDIAN);
	}

	/**
	 * @param syntax UID; empty if the file has none
	 * @throws Refused if it is not read here
	 */
	static Coding of(final String syntax) throws Refused {
		if (PLAIN_SYNTAXES.contains(syntax)) return PLAIN;
		if (syntax.equals(ROOT + ".5")) return RUN_LENGTH;
		int last = -1;
		if (syntax.matches("\\Q" + JPEG_ROOT + "\\E\\d{1,3}")) last = Integer.parseInt(syntax.substring(JPEG_ROOT.length()));
		if (last >= FIRST_JPEG && last <= LAST_JPEG || JPEG_2000.contains(last)) return JPEG;
		if (last >= FIRST_VIDEO && last <= LAST_VIDEO) throw Refused.unknown(Tag.TRANSFER_SYNTAX, syntax +
			", an MPEG film inside a DICOM file");
		throw Refused.unknown(Tag.TRANSFER_SYNTAX, syntax + (OTHERS.containsKey(last) ? ", " + OTHERS.get(last) : ""));
	}
}
