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

import io.sonoflow.dataset.AbstractFrameReaderTest;
import io.sonoflow.dataset.FrameReader;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.io.TempDir;

/** A DICOM clip of JPEG frames, one fragment each, through our own reader. */
class DicomJpegFramesTest extends AbstractFrameReaderTest {

	@TempDir
	private Path folder;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	@Override
	protected FrameReader open(final List<int[]> frames, final int width, final int height) throws Exception {
		out.reset();
		out.writeBytes(new byte[128]);
		out.writeBytes("DICM".getBytes(StandardCharsets.ISO_8859_1));
		element(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.4.50");
		final boolean gray = ClipFiles.isGrey(frames);
		number(0x0028, 0x0002, gray ? 1 : 3);
		element(0x0028, 0x0004, "CS", gray ? "MONOCHROME2" : "YBR_FULL_422");
		if (!gray) number(0x0028, 0x0006, 0);
		element(0x0028, 0x0008, "IS", String.valueOf(frames.size()));
		number(0x0028, 0x0010, height);
		number(0x0028, 0x0011, width);
		number(0x0028, 0x0100, 8);
		number(0x0028, 0x0101, 8);
		number(0x0028, 0x0102, 7);
		number(0x0028, 0x0103, 0);
		tag(0x7FE0, 0x0010);
		out.writeBytes(new byte[] { 'O', 'B', 0, 0, -1, -1, -1, -1 });
		item(new byte[0]);
		for (final int[] frame : frames) {
			final ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
			ImageIO.write(ClipFiles.image(frame, width, height), "jpg", jpeg);
			if (jpeg.size() % 2 == 1) jpeg.write(0);
			item(jpeg.toByteArray());
		}
		tag(0xFFFE, 0xE0DD);
		out.writeBytes(new byte[4]);
		final Path path = Files.createTempFile(folder, "clip", ".dcm");
		return new ImageDecoders().open(Files.write(path, out.toByteArray()));
	}

	private void tag(final int group, final int element) {
		out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putShort((short) group).putShort(
			(short) element).array());
	}

	private void element(final int group, final int element, final String type, final String value) {
		tag(group, element);
		final byte[] bytes = (value + (value.length() % 2 == 1 ? " " : "")).getBytes(StandardCharsets.ISO_8859_1);
		out.writeBytes(type.getBytes(StandardCharsets.ISO_8859_1));
		out.writeBytes(new byte[] { (byte) bytes.length, 0 });
		out.writeBytes(bytes);
	}

	private void number(final int group, final int element, final int value) {
		tag(group, element);
		out.writeBytes(new byte[] { 'U', 'S', 2, 0, (byte) value, (byte) (value >> 8) });
	}

	private void item(final byte[] bytes) {
		tag(0xFFFE, 0xE000);
		out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
		out.writeBytes(bytes);
	}

	@Override
	protected int loss() {
		return 8;
	}
}
