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
package io.sonoflow.image.doppler;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.BitMask;
import io.sonoflow.image.morphology.Mask;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;

/**
 * What some of a clip's frames together show: bar and box stand still, so that what a codec or flow hides of them in one frame is
 * seen in others. Holds a few numbers a pixel, however many frames are added.
 *
 * <pre>
 * DopplerEvidence evidence = new DopplerEvidence();
 * for (int frame = 0; frame &lt; clip.frames(); frame += 8)
 * 	evidence.add(clip.color(frame));
 * DopplerReader reader = evidence.reader();
 * </pre>
 */
public final class DopplerEvidence {

	/** Share of the frames in which a pixel of flow is flow; share of flow that is paler than its edge's whole colour. */
	private static final double OFTEN = 0.25, PALEST = 0.1;

	/** Share of its colour that is left of flow at its edge, and the most that this may ask for. */
	private static final double EDGE = 0.5;
	private static final int MOST = 64;

	/** Chroma of grey that a codec's colours run out into; share of the pixels round all colour from which on they do. */
	private static final int TINTED = 8;
	private static final double RUN_OUT = 0.3;

	/**
	 * Width of the ring round the box in which its line lies; least brightness and chroma of lines, and the share of the ring that
	 * must be line, else the line does not stand still. A line of one pixel all round is a third.
	 */
	private static final int RING = 3, BRIGHT = 96, PALE = 20;
	private static final double LINED = 0.15;

	private final CoarseColors coarse = new CoarseColors();
	private SteadyColors steady;
	private int width;
	private int frames;
	/** How often each pixel was flow, and its colour when it last was. */
	private short[] often;
	private int[] last;
	private final long[] chromas = new long[256];
	private long round;
	private long tinted;

	/** @param frame of the same size as all others; at most 32,767 */
	public void add(final RandomAccessibleInterval<ARGBType> frame) {
		final int[] colors = Images.colors(frame);
		if (steady == null) {
			width = Images.width(frame);
			steady = new SteadyColors(colors.length);
			often = new short[colors.length];
			last = new int[colors.length];
		}
		frames++;
		steady.add(colors);
		coarse.add(colors, width);
		final ColorPlanes planes = planes(colors, coarse.areBlocks());
		final BitMask cores = DopplerReader.cores(planes);
		each(cores, i -> {
			often[i]++;
			last[i] = planes.colors()[i];
		});
		each(cores.erode(1), i -> chromas[Colors.chroma(planes.colors()[i])]++);
		final BitMask coloured = planes.coloured(DopplerReader.COLOURED);
		final BitMask ring = coloured.dilate(1).without(coloured);
		round += ring.area();
		tinted += ring.and(planes.coloured(TINTED)).area();
	}

	static ColorPlanes planes(final int[] colors, final int width, final boolean coarse) {
		return new ColorPlanes(coarse ? CoarseColors.smooth(colors, width) : colors, width, coarse);
	}

	private ColorPlanes planes(final int[] colors, final boolean blocks) {
		return planes(colors, width, blocks);
	}

	/** Does something with the number of each pixel of a mask. */
	private static void each(final BitMask mask, final IntConsumer action) {
		for (int y = 0; y < mask.height(); y++)
			for (int x = mask.next(true, 0, y); x < mask.width(); x = mask.next(true, x + 1, y))
				action.accept(y * mask.width() + x);
	}

	/** {@return what takes the clip's frames apart} */
	public DopplerReader reader() {
		return frames == 0 ? new DopplerReader() : new DopplerReader(layout());
	}

	/** {@return whether there is anything of a colour scanner in the frames together} */
	public boolean isDoppler() {
		if (frames == 0) return false;
		final DopplerLayout layout = layout();
		return layout.bar().isPresent() || layout.room().isPresent();
	}

	private DopplerLayout layout() {
		final boolean blocks = coarse.areBlocks();
		final ColorPlanes planes = planes(steady.colors(), blocks);
		final Optional<ColorBar> bar = ColorBar.find(planes);
		final Optional<BitMask> room = ColorBox.findSteady(planes, flow(planes, bar));
		final Optional<Scale.Reading> reading = bar.filter(ColorBar::isSigned).flatMap(signed -> Scale.read(ArrayImgs.argbs(steady
			.colors(), width, planes.height()), signed, new KnownWriting()));
		final Optional<DopplerLayout.Pixels> line = room.flatMap(found -> line(found, planes));
		return new DopplerLayout(bar, reading, line.flatMap(found -> room), line.orElse(DopplerLayout.Pixels.NONE), reading.map(
			read -> written(read, bar.orElseThrow())).orElse(DopplerLayout.Pixels.NONE), blocks, tinted > RUN_OUT * round ? edge()
				: DopplerReader.COLOURED);
	}

	/** {@return what was flow in many frames} */
	private BitMask flow(final ColorPlanes planes, final Optional<ColorBar> bar) {
		final int least = Math.max(1, (int) (OFTEN * frames));
		final BitMask often = BitMask.of(Mask.of(width, planes.height(), i -> this.often[i] >= least));
		final BitMask flow = DopplerReader.without(often, bar);
		return bar.map(found -> new ColorPlanes(last, width, false).hues(found.hues(DopplerReader.HUES), flow)).orElse(flow);
	}

	/** {@return the chroma at which half of the colour is left of all but the palest flow} */
	private int edge() {
		final long all = Arrays.stream(chromas).sum();
		long below = 0;
		int palest = 0;
		while (palest < 255 && (below += chromas[palest]) < PALEST * all)
			palest++;
		return Math.max(DopplerReader.COLOURED, Math.min(MOST, (int) (EDGE * palest)));
	}

	/** {@return the pixels of the line; none where too few of it stand still: the box moves, and is looked for in each frame} */
	private Optional<DopplerLayout.Pixels> line(final BitMask room, final ColorPlanes planes) {
		final BitMask ring = room.dilate(RING).without(room);
		final IntStream.Builder at = IntStream.builder();
		each(ring, i -> {
			if (steady.isSteady(i) && isLine(planes.colors()[i])) at.add(i);
		});
		final int[] pixels = at.build().toArray();
		if (pixels.length == 0 || pixels.length < LINED * ring.area()) return Optional.empty();
		return Optional.of(new DopplerLayout.Pixels(pixels, Arrays.stream(pixels).map(i -> planes.colors()[i]).toArray()));
	}

	/** Black ground beside the line is the same in every frame, wherever its box is. */
	private static boolean isLine(final int argb) {
		return Colors.most(argb) >= BRIGHT && (Colors.chroma(argb) >= PALE || Colors.least(argb) >= ColorBox.WHITE);
	}

	/** All that is looked at when the numbers are read, also what does not stand still: a digit may come and go. */
	private DopplerLayout.Pixels written(final Scale.Reading reading, final ColorBar bar) {
		final Box screen = new Box(0, 0, width, steady.colors().length / width);
		final int[] pixels = reading.rows().stream().map(row -> Scale.strip(row, screen)).flatMapToInt(this::pixels).filter(
			i -> !Scale.isIn(bar.box(), i % width, i / width)).toArray();
		return new DopplerLayout.Pixels(pixels, Arrays.stream(pixels).map(i -> steady.colors()[i]).toArray());
	}

	private IntStream pixels(final Box box) {
		return IntStream.range(0, (int) box.area()).map(i -> (box.y() + i / box.w()) * width + box.x() + i % box.w());
	}
}
