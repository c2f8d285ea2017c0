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

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.read.Bitmap;
import io.sonoflow.read.ClipFrames;
import io.sonoflow.read.ImageDecoders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import javax.imageio.IIOException;

/**
 * A DICOM image or clip (PS3.3, PS3.5, PS3.10), frame by frame as a viewer shows it.
 *
 * <pre>
 * try (FrameReader clip = DicomImage.open(path)) {
 * 	clip.gray(clip.frames() - 1);
 * }
 * </pre>
 * <p>
 * Uncompressed, run lengths, JPEG with 8 bits, lossless JPEG, JPEG 2000; MONOCHROME1 and 2 of up to 16 bits with their
 * window or lookup tables, PALETTE COLOR, RGB, YBR; either byte order, implicit, explicit and deflated. What else there is
 * is refused by the name of the element that says so. Of the file one frame is in memory at a time.
 */
public final class DicomImage extends ClipFrames {

	/** Bytes of a file's beginning that {@link #claims} wants to see. */
	public static final int HEAD = 132;

	/** Elements with which files without preamble begin. */
	private static final Set<Integer> FIRST = Set.of(0x0002_0000, 0x0002_0001, 0x0002_0002, 0x0002_0010, 0x0008_0000,
		0x0008_0001, 0x0008_0005, 0x0008_0008, 0x0008_0012, 0x0008_0016, 0x0008_0018, 0x0008_0020);
	/** The types of these, and the longest honest value. */
	private static final Set<String> TYPES = Set.of("UL", "OB", "UI", "CS", "DA");
	private static final int LONGEST = 128;

	private final Path path;
	private final Source source;
	private final Picture picture;
	private final String text;
	private final Frames frames;
	private final Timing timing;
	private final Gray gray;
	private final int[] palette;

	private DicomImage(final Path path, final Header header, final Picture picture) throws IOException {
		super(path, picture.frames(), picture.columns(), picture.rows());
		this.path = path;
		this.picture = picture;
		source = header.source();
		text = header.text();
		frames = Frames.of(header, picture);
		timing = Timing.of(header.root(), picture.frames());
		gray = picture.photometric().isGray() ? new Gray(header.root(), picture) : null;
		palette = picture.photometric() == Picture.Photometric.PALETTE_COLOR ? Palette.colors(header.root(), picture) : null;
		if (gray != null) gray.levels(0, picture.stored());
	}

	/**
	 * @param head first bytes of a file, {@link #HEAD} or all it has
	 * @return whether it is DICOM: the mark behind the preamble or, in old archives, an element that such files begin with
	 */
	public static boolean claims(final byte[] head) {
		if (head.length >= HEAD && new String(head, 128, 4, StandardCharsets.ISO_8859_1).equals("DICM")) return true;
		return head.length >= 16 && (begins(head, false) || begins(head, true));
	}

	private static boolean begins(final byte[] head, final boolean big) {
		final int group = u16(head, 0, big);
		if (!FIRST.contains(group << 16 | u16(head, 2, big))) return false;
		if (TYPES.contains(new String(head, 4, 2, StandardCharsets.ISO_8859_1))) return true;
		final int length = big ? u16(head, 4, true) << 16 | u16(head, 6, true) : u16(head, 6, false) << 16 | u16(head, 4, false);
		return !big && length > 0 && length <= LONGEST && length % 2 == 0;
	}

	private static int u16(final byte[] bytes, final int at, final boolean big) {
		final int first = bytes[at] & 0xFF;
		final int second = bytes[at + 1] & 0xFF;
		return big ? first << 8 | second : second << 8 | first;
	}

	/**
	 * Opens a file that {@link #claims} knows; its header is read, and that its pixels are all there is checked.
	 *
	 * @throws SonoflowException.File naming the file, the element and its value, if it is damaged, not read here or larger
	 *           than Java's memory
	 */
	public static DicomImage open(final Path path) {
		Header header = null;
		try {
			header = Header.read(path, new Source.OfFile(path));
			return new DicomImage(path, header, Picture.of(header.root()));
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			if (header != null) closeQuietly(header.source());
			throw failure(path, "", e);
		}
	}

	private static SonoflowException.File failure(final Path path, final String where, final Throwable cause) {
		if (cause instanceof OutOfMemoryError) return ImageDecoders.broken(path, cause);
		return new SonoflowException.File("Cannot read the DICOM file " + path + where + ": " + what(cause), cause);
	}

	private static String what(final Throwable cause) {
		if (cause instanceof Refused) return cause.getMessage();
		// A decoder's own complaint is one of these two.
		if (cause instanceof IIOException || cause instanceof RuntimeException) return "it cannot be decoded (" + cause +
			"). The file is damaged or of a rare kind: export it again, or as PNG.";
		return cause.getMessage() + ". Check that it is still there, its permissions and its drive.";
	}

	private static void closeQuietly(final Source source) {
		try {
			source.close();
		}
		catch (final IOException e) {
			// It was only read from.
		}
	}

	@Override
	protected Bitmap decode(final int index) {
		try {
			return new Bitmap(picture.columns(), picture.rows(), shown(index, frames.samples(index)));
		}
		catch (final IOException | RuntimeException e) {
			throw failure(path, picture.frames() > 1 ? ", frame " + (index + 1) + " of " + picture.frames() : "", e);
		}
	}

	private Frame shown(final int index, final StoredFrame samples) throws Refused {
		if (gray != null) return new Frame(levels(samples, gray.levels(index, samples.precision())), grayPalette(), null);
		if (palette == null) return new Frame(null, null, Colors.packed(samples, picture));
		if (samples.bytes() == 1) return new Frame(samples.data(), palette, null);
		final int[] colors = new int[picture.pixels()];
		for (int i = 0; i < colors.length; i++)
			colors[i] = palette[samples.get(i)];
		return new Frame(null, null, colors);
	}

	private static byte[] levels(final StoredFrame samples, final byte[] levels) {
		final byte[] values = new byte[samples.size()];
		for (int i = 0; i < values.length; i++)
			values[i] = levels[samples.get(i)];
		return values;
	}

	/** {@return lines on the ultrasound regions, maker and model in ImageJ's form; nothing of the patient} */
	@Override
	public String header() {
		return text;
	}

	@Override
	public Optional<FrameRate> rate() {
		return Optional.ofNullable(timing.rate());
	}

	@Override
	public double seconds(final int frame) {
		return timing.starts() == null ? super.seconds(frame) : timing.starts()[frame];
	}

	@Override
	public void close() {
		closeQuietly(source);
	}
}
