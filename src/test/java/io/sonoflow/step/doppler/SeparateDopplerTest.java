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
package io.sonoflow.step.doppler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.MemoryFrames;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.doppler.DopplerParts;
import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerFrame;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.image.phantom.doppler.DopplerSpec.Kind;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Separate Doppler writes, says and refuses. */
class SeparateDopplerTest {

	private static final DopplerFrame FLOW = frame(Kind.VESSEL, ColorMap.CLASSIC);
	private static final DopplerFrame POWER = frame(Kind.CHAMBER, ColorMap.POWER);

	private static final String BOX = ",(\\d+),(\\d+),(\\d+),(\\d+)";

	@TempDir
	Path folder;

	private static DopplerFrame frame(final Kind kind, final ColorMap map) {
		return DopplerPhantom.of(new DopplerSpec(4, 1, kind, 224, map)).frame(4);
	}

	private SeparateDoppler.Result run() {
		return SeparateDoppler.of(folder.resolve("in")).with("output", folder.resolve("out")).run(Monitor.NONE);
	}

	@Test
	void flowPowerAndGreyAreToldApart() throws IOException {
		ImageFiles.writeColorPng(folder.resolve("in/flow.png"), FLOW.colorImage());
		ImageFiles.writeColorPng(folder.resolve("in/power.png"), POWER.colorImage());
		ImageFiles.writePng(folder.resolve("in/grey.png"), FLOW.greyImage());
		final SeparateDoppler.Result result = run();
		final List<String> bars = Files.readAllLines(folder.resolve("out/bars.csv"));
		assertEquals("image,x,y,w,h,low,high,unit,aliased,boxx,boxy,boxw,boxh", bars.get(0));
		assertEquals(3, bars.size());
		final String end = String.valueOf(Math.round(FLOW.nyquist()));
		assertTrue(bars.get(1).matches(".*flow\\.png,\\d+,\\d+,14,\\d+,-" + end + "," + end + ",cm/s,\\d+" + BOX), bars.get(1));
		assertTrue(bars.get(2).matches(".*power\\.png,\\d+,\\d+,14,\\d+,,,power,0" + BOX), bars.get(2));
		assertEquals(1, result.review().size());
		assertTrue(result.review().get(0).toString().contains("grey.png is grey"), result.review().toString());
		assertTrue(Files.readString(folder.resolve("out/review.csv")).contains("grey.png"));
		assertTrue(Files.isRegularFile(folder.resolve("out/velocity/flow.tif")));
		assertFalse(Files.exists(folder.resolve("out/velocity/power.tif")) || Files.exists(folder.resolve("out/aliased/power.png")));
		assertFalse(Files.exists(folder.resolve("out/images/grey.png")));
		final DopplerParts parts = DopplerParts.of(FLOW.colorImage());
		assertArrayEquals(Images.pixels(parts.flow().toImage()), Images.pixels(ImageFiles.readGray(folder.resolve(
			"out/colour/flow.png"))));
		assertTrue(parts.aliased().area() > 100 && bars.get(1).contains(",cm/s," + parts.aliased().area() + ","), bars.get(1));
		assertArrayEquals(Images.pixels(parts.aliased().toImage()), Images.pixels(ImageFiles.readGray(folder.resolve(
			"out/aliased/flow.png"))));
		assertArrayEquals(Images.pixels(DopplerParts.grey(FLOW.colorImage())), Images.pixels(ImageFiles.readGray(folder.resolve(
			"out/images/flow.png"))));
	}

	/** H.264 has a colour for two by two pixels, and hides bar, line and numbers of many a frame. */
	@Test
	void flowBoxAndScaleAreFoundInCodedClips() throws IOException {
		final DopplerPhantom phantom = DopplerPhantom.of(new DopplerSpec(1, 0, Kind.VESSEL, 128, ColorMap.CLASSIC));
		final int frames = 6;
		final List<DopplerFrame> drawn = IntStream.range(0, frames).mapToObj(phantom::frame).toList();
		Files.createDirectories(folder.resolve("in"));
		try (ClipWriter writer = new ClipWriter(folder.resolve("in/flow.mp4"), ClipCodec.H264, phantom.width(), 128, true,
			new FrameRate(25, 1)))
		{
			for (final DopplerFrame frame : drawn)
				writer.addColor(frame.colorImage());
			writer.finish();
		}
		run();
		final List<String> bars = Files.readAllLines(folder.resolve("out/bars.csv"));
		assertEquals(1 + frames, bars.size());
		final String end = String.valueOf(Math.round(phantom.nyquist()));
		for (int frame = 0; frame < frames; frame++) {
			final byte[] found = Images.pixels(ImageFiles.readGray(folder.resolve("out/colour/flow_000" + (frame + 1) + ".png")));
			int both = 0;
			int either = 0;
			for (int i = 0; i < found.length; i++) {
				final boolean flow = (drawn.get(frame).mask()[i] & 255) == DopplerFrame.FLOW;
				if (flow && found[i] != 0) both++;
				if (flow || found[i] != 0) either++;
			}
			assertTrue(both >= 0.9 * either, "frame " + frame + ": " + both / (double) either);
			final Matcher row = Pattern.compile(".*,-" + end + "," + end + ",cm/s,\\d+" + BOX).matcher(bars.get(1 + frame));
			assertTrue(row.matches(), bars.get(1 + frame));
			final int[] box = IntStream.rangeClosed(1, 4).map(i -> Integer.parseInt(row.group(i))).toArray();
			assertTrue(new Box(box[0], box[1], box[2], box[3]).iou(phantom.box()) > 0.8, bars.get(1 + frame));
		}
	}

	@Test
	void shardsWriteWhatOneRunWrites() throws IOException {
		ImageFiles.writeColorPng(folder.resolve("in/flow.png"), FLOW.colorImage());
		ImageFiles.writeColorPng(folder.resolve("in/power.png"), POWER.colorImage());
		run();
		final SeparateDoppler shards = SeparateDoppler.of(folder.resolve("in"));
		shards.with("output", folder.resolve("shared"));
		shards.sharing.shard = "2/2";
		assertFalse(shards.run(Monitor.NONE).complete());
		assertFalse(Files.exists(folder.resolve("shared/bars.csv")) || Files.exists(folder.resolve("shared/images/flow.png")));
		shards.sharing.shard = "1/2";
		assertTrue(shards.run(Monitor.NONE).complete());
		final List<String> names = List.of("bars.csv", "review.csv", "images/flow.png", "images/power.png", "colour/flow.png",
			"colour/power.png", "velocity/flow.tif", "aliased/flow.png");
		for (final String name : names)
			assertArrayEquals(Files.readAllBytes(folder.resolve("out").resolve(name)), Files.readAllBytes(folder.resolve("shared")
				.resolve(name)), name);
		assertTrue(Files.exists(folder.resolve("shared/run.json")));
	}

	private SeparateDoppler.Result shard(final String shard) {
		return SeparateDoppler.of(folder.resolve("in")).with("output", folder.resolve("out")).with("shard", shard).run(Monitor.NONE);
	}

	/** As where a library is missing for one process. */
	@Test
	void processesThatFindOtherFilesUsableAreRefused() throws IOException {
		for (final String name : List.of("a", "c", "d"))
			ImageFiles.writeColorPng(folder.resolve("in/" + name + ".png"), POWER.colorImage());
		ImageFiles.writePng(folder.resolve("in/b.png"), FLOW.greyImage());
		assertFalse(shard("1/2").complete());
		final Path parts = folder.resolve("out/parts");
		assertArrayEquals(new String[] { "clip-000000.json", "clip-000002.json" }, sorted(parts));
		final Path other = Files.copy(parts.resolve("clip-000000.json"), parts.resolve("clip-000001.json"));
		final String message = assertThrows(SonoflowException.File.class, () -> shard("2/2")).getMessage();
		assertTrue(message.contains("b.png was done by another process") && message.contains("is grey"), message);
		Files.move(other, parts.resolve("clip-000002.json"), StandardCopyOption.REPLACE_EXISTING);
		final String named = assertThrows(SonoflowException.File.class, () -> shard("2/2")).getMessage();
		assertTrue(named.contains("under the name a is named c here"), named);
	}

	@Test
	void aStoppedRunGoesOnAfterWhatIsDone() throws IOException {
		for (final String name : List.of("a", "b", "c"))
			ImageFiles.writeColorPng(folder.resolve("in/" + name + ".png"), FLOW.colorImage());
		final AtomicInteger shown = new AtomicInteger();
		final Path parts = folder.resolve("out/parts");
		final Monitor stops = new Monitor() {

			@Override
			public void preview(final String name, final RandomAccessibleInterval<UnsignedByteType> image) {
				if (shown.getAndIncrement() == 0) return;
				while (parts.toFile().list((at, file) -> file.matches("clip-\\d+\\.json")) == null || parts.toFile().list((at,
					file) -> file.matches("clip-\\d+\\.json")).length == 0)
					Thread.onSpinWait();
				throw new SonoflowException.Cancelled("Cancelled.");
			}
		};
		final SeparateDoppler step = SeparateDoppler.of(folder.resolve("in"));
		step.with("output", folder.resolve("out"));
		final String kept = assertThrows(SonoflowException.Cancelled.class, () -> step.run(stops)).getMessage();
		assertTrue(kept.contains("1 of 3 pictures"), kept);
		final List<String> said = Collections.synchronizedList(new ArrayList<>());
		final SeparateDoppler.Result result = step.run(new Monitor() {

			@Override
			public void message(final String text) {
				said.add(text);
			}
		});
		assertTrue(said.contains("1 of 3 pictures and clips are already done."), said::toString);
		assertEquals(3, result.rows().size());
		assertInstanceOf(Integer.class, result.rows().get(0).get(1));
		assertInstanceOf(Double.class, result.rows().get(0).get(5));
	}

	@Test
	void anOpenPictureIsNotShared() {
		final SeparateDoppler step = new SeparateDoppler();
		step.open = new OpenClip("flow", new MemoryFrames(List.of(FLOW.colorImage())));
		final String message = assertThrows(SonoflowException.Input.class, () -> step.with("shard", "1/2").run(Monitor.NONE))
			.getMessage();
		assertTrue(message.contains("shard=1/2: the active image"), message);
	}

	/** ImageJ itself reads the numbers, also those that are none. */
	@Test
	void velocitiesAreReadByImageJ() {
		ImageFiles.writeColorPng(folder.resolve("in/flow.png"), FLOW.colorImage());
		run();
		final ImagePlus image = IJ.openImage(folder.resolve("out/velocity/flow.tif").toString());
		assertEquals(32, image.getBitDepth());
		final float[] expected = Images.floatPixels(DopplerParts.of(FLOW.colorImage()).velocity().orElseThrow());
		assertArrayEquals(expected, (float[]) image.getProcessor().getPixels());
		assertTrue(List.of(FLOW.width(), FLOW.height()).equals(List.of(image.getWidth(), image.getHeight())));
	}

	/** Frames keep their numbers in the clip. */
	@Test
	void everySecondFrameOfAClip() throws IOException {
		final Path clip = Files.createDirectories(folder.resolve("in")).resolve("flow.avi");
		try (ClipWriter writer = new ClipWriter(clip, ClipCodec.FFV1, FLOW.width(), FLOW.height(), true, new FrameRate(25, 1))) {
			for (int i = 0; i < 3; i++)
				writer.addColor(FLOW.colorImage());
			writer.finish();
		}
		SeparateDoppler.of(clip).with("output", folder.resolve("out")).with("stride", 2).run(Monitor.NONE);
		assertArrayEquals(new String[] { "flow_0001.png", "flow_0003.png" }, sorted(folder.resolve("out/colour")));
		final List<String> bars = Files.readAllLines(folder.resolve("out/bars.csv"));
		assertTrue(bars.get(1).startsWith("flow.avi frame 1,") && bars.get(2).startsWith("flow.avi frame 3,"), bars.toString());
	}

	private static String[] sorted(final Path output) {
		return Stream.of(output.toFile().list()).sorted().toArray(String[]::new);
	}

	@Test
	void greyPicturesAloneAreRefused() {
		ImageFiles.writePng(folder.resolve("in/grey.png"), FLOW.greyImage());
		final String message = assertThrows(SonoflowException.class, this::run).getMessage();
		assertTrue(message.contains("grey.png is grey") && message.contains("in colour"), message);
		assertFalse(Files.exists(folder.resolve("out")));
	}

	@Test
	void colourThatIsNoDopplerIsRefused() {
		final int[] photo = FLOW.color().clone();
		for (int i = 0; i < photo.length; i++)
			photo[i] = 0xFF000000 | (FLOW.grey()[i] & 255) << 16 | 0x2040;
		ImageFiles.writeColorPng(folder.resolve("in/photo.png"), net.imglib2.img.array.ArrayImgs.argbs(photo, FLOW.width(), FLOW
			.height()));
		final String message = assertThrows(SonoflowException.class, this::run).getMessage();
		assertTrue(message.contains("photo.png shows no colour Doppler") && message.contains("neither a colour bar"), message);
	}

	@Test
	void nothingGivenIsNamed() {
		final String message = assertThrows(SonoflowException.class, () -> new SeparateDoppler().run(Monitor.NONE)).getMessage();
		assertTrue(message.contains("input is missing"), message);
	}
}
