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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.MemoryFrames;
import io.sonoflow.image.Images;
import io.sonoflow.image.Luma;
import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.translate.Direction;
import io.sonoflow.nn.translate.Translator;
import io.sonoflow.nn.translate.TranslatorConfig;
import io.sonoflow.nn.translate.TranslatorFile;
import io.sonoflow.step.translate.TranslateUltrasound;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Translation of frames: what the command gives for the same ones, by networks that have learned nothing. */
class TranslationTest {

	private static final int FRAMES = 2;

	@TempDir
	private static Path folder;

	private static File toGrey;
	private static File toColour;
	private static List<ArrayImg<ARGBType, IntArray>> frames;
	private static List<ArrayImg<UnsignedByteType, ByteArray>> masks;

	@BeforeAll
	static void make() {
		Torch.threads(1);
		toGrey = model("grey.safetensors", Direction.GREY);
		toColour = model("colour.safetensors", Direction.COLOUR);
		final DopplerPhantom phantom = DopplerPhantom.of(new DopplerSpec(4, 0, DopplerSpec.Kind.VESSEL, 96, ColorMap.CLASSIC));
		frames = IntStream.range(0, FRAMES).mapToObj(i -> phantom.frame(i).colorImage()).toList();
		final int width = Images.width(frames.get(0));
		masks = frames.stream().map(frame -> {
			final byte[] pixels = new byte[width * Images.height(frame)];
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = (byte) (i % width >= 20 && i % width < 40 && i / width >= 20 && i / width < 40 ? 255 : 0);
			return Images.bytes(pixels, width, Images.height(frame));
		}).toList();
	}

	private static File model(final String name, final Direction direction) {
		final Path file = folder.resolve(name);
		try (Translator translator = Translator.create(Device.cpu(), new TranslatorConfig(direction, 16, 3, 8, false), 1)) {
			// Of a new network the last convolutions are zeros: it would see nothing.
			translator.arrays().forEach((tensor, array) -> {
				if (!tensor.contains(".out.2.")) return;
				final float[] values = new float[(int) array.size()];
				final RandomStream random = RandomStream.of(2, tensor);
				for (int i = 0; i < values.length; i++)
					values[i] = (float) (0.1 * random.nextGaussian());
				Torch.fill(array, values);
			});
			TranslatorFile.write(file, translator, Map.of());
		}
		return file.toFile();
	}

	@Test
	void greyIsTheCommands() {
		final var grey = Translation.toGrey(toGrey, frames, 5);
		final TranslateUltrasound step = new TranslateUltrasound(toGrey, null);
		step.open = new TranslateUltrasound.OpenPicture("frames", new MemoryFrames(frames), null);
		step.computation.seed = 5;
		final var expected = step.run(Monitor.NONE).grey();
		assertEquals(FRAMES, grey.size());
		for (int i = 0; i < FRAMES; i++)
			assertArrayEquals(Images.pixels(expected.get(i)), Images.pixels(grey.get(i)));
	}

	@Test
	void onlyWhatAMaskMarksChanges() {
		final var grey = Translation.toGrey(toGrey, frames, masks, 0);
		final var colour = Translation.toColour(toColour, frames, masks, 0);
		int changed = 0;
		int painted = 0;
		for (int frame = 0; frame < FRAMES; frame++) {
			final int[] before = Images.colors(frames.get(frame));
			final byte[] luma = Images.pixels(Luma.gray(frames.get(frame)));
			final byte[] levels = Images.pixels(grey.get(frame));
			final int[] colours = Images.colors(colour.get(frame));
			final byte[] mask = Images.pixels(masks.get(frame));
			for (int i = 0; i < mask.length; i++)
				if (mask[i] == 0) {
					assertEquals(luma[i], levels[i]);
					assertEquals(before[i], colours[i]);
				}
				else {
					if (luma[i] != levels[i]) changed++;
					if (before[i] != colours[i]) painted++;
				}
		}
		assertTrue(changed > 400 && painted > 400, changed + ", " + painted + " of 800");
	}

	private static void refused(final Runnable work, final String part) {
		final String message = assertThrows(SonoflowException.class, work::run).getMessage();
		assertTrue(message.contains(part), message);
	}

	@Test
	void whatDoesNotFitIsNamed() {
		refused(() -> Translation.toGrey(null, frames, 0), "model is missing");
		refused(() -> Translation.toGrey(toGrey, List.<ArrayImg<ARGBType, IntArray>>of(), 0), "no frame to translate");
		refused(() -> Translation.toGrey(toColour, frames, masks, 0), "translates into colour");
		refused(() -> Translation.toColour(toGrey, frames, masks, 0), "direction=colour");
		refused(() -> Translation.toGrey(toGrey, frames, masks.subList(0, 1), 0), "frames");
		refused(() -> Translation.toGrey(toGrey, masks, 0), "is grey");
	}
}
