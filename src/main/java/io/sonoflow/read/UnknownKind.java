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
package io.sonoflow.read;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Names the files that no decoder here reads, so that the user learns what would. */
public final class UnknownKind {

	/** What to do with a video that is not read. */
	public static final String VIDEO = "Convert it to an AVI of JPEG frames with ffmpeg (ffmpeg -i clip -c:v mjpeg -q:v 2 " +
		"clip.avi) or to single images (ffmpeg -i clip frame%05d.png).";
	private static final String BIO_FORMATS = "Bio-Formats, which comes with Fiji, may read it; else convert it to PNG or TIFF.";

	private static final String META_IMAGE =
		"Open it in Fiji (File>Import>MetaImage...) and save it as TIFF, or convert it to PNG.";

	/** Brands of photographs, in the boxes that MP4 has, too. */
	private static final List<String> PICTURES = List.of("heic", "heix", "mif1", "msf1", "avif", "avis");

	private static final int LONGEST = 16;

	/** What stands where in the file, and what that is. */
	private record Mark(int at, String bytes, String kind, String cure) {
	}

	private static final Mark[] MARKS = {
		new Mark(4, "ftypheic", "a HEIC photograph", "Export it as PNG or JPEG."),
		new Mark(4, "ftypavif", "an AVIF image", "Export it as PNG or JPEG."),
		new Mark(4, "ftyp", "an MP4 or QuickTime video", VIDEO), new Mark(4, "moov", "a QuickTime video", VIDEO),
		new Mark(4, "mdat", "a QuickTime video", VIDEO), new Mark(0, "\0\0\1\u00BA", "an MPEG video", VIDEO),
		new Mark(0, "\0\0\1\u00B3", "an MPEG video", VIDEO), new Mark(0, "\u001AE\u00DF\u00A3", "a Matroska or WebM video", VIDEO),
		new Mark(0, "0&\u00B2u\u008Ef\u00CF\u0011", "a Windows Media video", VIDEO), new Mark(8, "WEBP", "a WebP image",
			"Export it as PNG."), new Mark(0, "\0\0\0\fjP  ", "a JPEG 2000 image", BIO_FORMATS),
		new Mark(0, "\u00FFO\u00FFQ", "a JPEG 2000 image", BIO_FORMATS), new Mark(0, "%PDF", "a PDF document",
			"Export its pictures as PNG."), new Mark(0, "SIMPLE  =", "a FITS image", BIO_FORMATS),
		new Mark(0, "NRRD", "an NRRD image", BIO_FORMATS), new Mark(0, "ObjectType", "a MetaImage", META_IMAGE),
		new Mark(0, "NDims", "a MetaImage", META_IMAGE), new Mark(0, "\u0089HDF", "an HDF5 file", BIO_FORMATS),
		new Mark(344, "n+1\0", "a NIfTI volume", BIO_FORMATS), new Mark(0, "PK\3\4", "a zip archive",
			"Unpack it and give the images in it."), new Mark(0, "\u001F\u008B", "a gzip archive", "Unpack it."),
		new Mark(0, "\u00D0\u00CF\u0011\u00E0", "an OLE document", BIO_FORMATS), new Mark(0, "<svg", "an SVG drawing",
			"Export it as PNG."), new Mark(0, "<!DOCTYPE", "a web page", "Download the image itself."),
		new Mark(0, "<html", "a web page", "Download the image itself."), new Mark(0, "version https://git-lfs",
			"a pointer of Git LFS, not the image", "Fetch the image with: git lfs pull.") };

	private UnknownKind() {
	}

	/** {@return whether a file begins as MP4 and QuickTime clips do, whether or not there is a video in it} */
	public static boolean isMp4(final byte[] head) {
		final String text = new String(head, 0, Math.min(head.length, LONGEST), StandardCharsets.ISO_8859_1);
		// A size stands first, which is no text.
		return !text.isEmpty() && text.charAt(0) < ' ' && Stream.of("ftyp", "moov", "mdat", "wide", "free", "skip").anyMatch(
			box -> text.startsWith(box, 4)) && PICTURES.stream().noneMatch(brand -> text.startsWith("ftyp" + brand, 4));
	}

	/**
	 * @param head the first {@link FrameFormat#HEAD} bytes, or all there are
	 * @return what the file is
	 */
	public static UnsupportedKindException of(final byte[] head) {
		if (head.length == 0) return new UnsupportedKindException("empty", "Copy or export it again.");
		final String text = new String(head, StandardCharsets.ISO_8859_1);
		for (final Mark mark : MARKS)
			if (text.startsWith(mark.bytes(), mark.at())) return new UnsupportedKindException(mark.kind() +
				", which is not read here", mark.cure());
		return new UnsupportedKindException("broken or of a kind that is not known here",
			"PNG, JPEG, TIFF, GIF, BMP, PNM, AVI, MP4, MOV and DICOM are read, by their content. " + BIO_FORMATS);
	}
}
