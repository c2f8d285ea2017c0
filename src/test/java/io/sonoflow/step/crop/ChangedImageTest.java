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
package io.sonoflow.step.crop;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody replaces an image while its crop is made. */
class ChangedImageTest {

	@TempDir
	Path temp;

	private static void write(final Path file, final int width, final int height) {
		final byte[] pixels = new byte[width * height];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (40 + i * 37 % 150);
		ImageFiles.writePng(file, Images.bytes(pixels, width, height));
	}

	@Test
	void oneOfAnotherSizeIsNamed() {
		final Path image = temp.resolve("in/a.png");
		write(image, 200, 160);
		final Monitor replacing = new Monitor() {

			@Override
			public void progress(final String now, final long done, final long total) {
				if (now.equals("find pictures") && done == total) write(image, 90, 70);
			}
		};
		final CropUltrasound crop = new CropUltrasound(image.toFile(), temp.resolve("out").toFile());
		final String message = assertThrows(SonoflowException.File.class, () -> crop.run(replacing)).getMessage();
		assertTrue(message.contains("a.png is another picture now (90 x 70 pixels"), message);
	}
}
