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
package io.sonoflow.read.video;

import io.sonoflow.dataset.FrameRate;
import io.sonoflow.image.mask.PixelSize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Decodes a clip once, to count its frames and to tell those that can be used. Of damaged data most decoders make pictures
 * that look right and are not, and later ones are made of these: from a damaged packet on nothing is taken until the next key
 * frame, and what is shown before that one is not, either.
 */
final class Surveyor implements VideoStream.Listener {

	/** In which every packet gives a picture: one that gives none was lost. */
	private static final Set<String> ONE_EACH = Set.of("h264", "mjpeg", "ffv1", "rawvideo", "png", "huffyuv", "ffvhuff");

	/** What a message tells of damaged stretches at most. */
	private static final int NAMED = 5;

	private final List<Packet> packets = new ArrayList<>();
	private final List<AviHoles.Place> places = new ArrayList<>();
	private final BitSet damaged = new BitSet();
	private final BitSet keys = new BitSet();
	private final BitSet shown = new BitSet();
	private final List<Integer> numbers = new ArrayList<>();
	private final List<Long> times = new ArrayList<>();
	private final List<String> flaws = new ArrayList<>();
	private String reason = "";
	private String sizeChange;
	private AviHoles holes;
	private int width;
	private int height;

	private Surveyor() {
	}

	/** @throws IOException if no frame of it can be used */
	static ClipSurvey survey(final Path path) throws IOException {
		final Surveyor surveyor = new Surveyor();
		try (VideoStream stream = new VideoStream(path, surveyor)) {
			surveyor.decode(path, stream);
			surveyor.holes = AviHoles.of(path, surveyor.places, surveyor.sizeChange == null ? stream.announced() : 0);
			return surveyor.result(stream);
		}
	}

	@Override
	public void packet(final int number, final Packet packet) {
		packets.add(packet);
	}

	@Override
	public void place(final AviHoles.Place place) {
		places.add(place);
	}

	@Override
	public void damage(final int number, final String why) {
		if (damaged.isEmpty()) reason = why;
		if (number >= 0) damaged.set(number);
	}

	private void decode(final Path path, final VideoStream stream) {
		while (sizeChange == null && stream.next()) {
			final int w = stream.frame().width();
			final int h = stream.frame().height();
			if (width == 0) {
				VideoPixels.requireDepth(path, stream.frame());
				width = w;
				height = h;
			}
			if (w != width || h != height) sizeChange = "The size changes in frame " + (numbers.size() + 1) + ", from " + width +
				" x " + height + " to " + w + " x " + h + " pixels: it and what follows is left out.";
			else {
				numbers.add(stream.number());
				times.add(stream.time());
				if (stream.number() >= 0) {
					shown.set(stream.number());
					keys.set(stream.number(), stream.isKey());
				}
			}
		}
	}

	private ClipSurvey result(final VideoStream stream) throws IOException {
		if (sizeChange == null && ONE_EACH.contains(stream.codecName())) findLost();
		findWrongSums();
		final BitSet trusted = trusted();
		final List<Integer> usable = new ArrayList<>();
		for (int i = 0; i < numbers.size(); i++)
			if (damaged.isEmpty() && holes.before().isEmpty() || numbers.get(i) >= 0 && trusted.get(numbers.get(i))) usable.add(i);
		tell(stream, usable);
		if (usable.isEmpty()) throw new IOException(flaws.isEmpty() ? "it has no frame" : "none of its frames can be used: " +
			reason);
		final long[] unit = stream.unit();
		final boolean timed = times.stream().noneMatch(time -> time == Packet.NONE);
		final FrameRate rate = timed ? rate(stream) : fraction(stream.rate());
		final long first = timed ? first() : 0;
		final double[] seconds = timed ? usable.stream().mapToDouble(i -> (double) (times.get(i) - first + lostBefore(i)) *
			unit[0] / unit[1]).toArray() : null;
		final long[] aspect = stream.aspect();
		final PixelSize size = aspect[0] > 0 && aspect[1] > 0 && aspect[0] != aspect[1] ? new PixelSize((double) aspect[0] /
			aspect[1], 1, "px") : PixelSize.PIXELS;
		return new ClipSurvey(width, height, usable.stream().mapToInt(numbers::get).toArray(), seconds, rate, size, List.copyOf(
			flaws), unbroken(stream, usable));
	}

	/** {@return how many of them come before the first that is missing, in the order in which frames are shown} */
	private int unbroken(final VideoStream stream, final List<Integer> usable) {
		final boolean open = isCutOff() || !holes.before().isEmpty();
		if (damaged.isEmpty() && !open) return usable.size();
		final int[] all = order();
		final int end = holes.before().isEmpty() ? packets.size() : holes.before().nextSetBit(0);
		final long sure = open ? sure(end) : Long.MAX_VALUE;
		// Without times the order in which they are shown is known of those only that no later one can come before.
		final int most = open && sure == Long.MAX_VALUE ? end - stream.delay() : all.length;
		int count = 0;
		while (count < Math.min(usable.size(), most) && all[count] == numbers.get(usable.get(count)) && all[count] < end && packets
			.get(all[count]).time() <= sure)
			count++;
		return count;
	}

	/** {@return when the first frame is shown, also where its packet gave no picture} */
	private long first() {
		final long first = times.get(0);
		return damaged.isEmpty() && holes.before().isEmpty() ? first : Math.min(first, packets.stream().filter(packet -> !packet
			.hidden() && packet.time() != Packet.NONE).mapToLong(Packet::time).min().orElse(first));
	}

	/** {@return the packets in the order in which their frames are shown; in that of the stream, if there are no times} */
	private int[] order() {
		return IntStream.range(0, packets.size()).filter(i -> !packets.get(i).hidden()).boxed().sorted(Comparator.comparingLong(
			i -> packets.get(i).time())).mapToInt(Integer::intValue).toArray();
	}

	/** {@return which frame it is of those in the file, from 0: some may have given no picture} */
	private int place(final int frame, final int[] ranks) {
		final int number = numbers.get(frame);
		return number < 0 || packets.get(number).time() == Packet.NONE ? frame : ranks[number];
	}

	/**
	 * {@return when the first that is missing can be shown at the earliest, if it follows so many packets} It is decoded later
	 * than they are, so it is shown later, too; but not later than all of them.
	 */
	private long sure(final int end) {
		final Packet last = end > 0 ? packets.get(end - 1) : null;
		return last == null || last.decoded() == Packet.NONE || last.time() == Packet.NONE ? Long.MAX_VALUE : last.decoded() + places
			.get(end - 1).duration();
	}

	/** {@return whether its end is missing} */
	private boolean isCutOff() {
		return damaged.get(packets.size()) || holes.missing() > 0 && (holes.isShort() || holes.before().isEmpty());
	}

	/** {@return whether all that is missing is missing in one place, so that later frames' numbers in the file are known} */
	private boolean isCounted() {
		return holes.before().cardinality() == 1 && holes.missing() > 0 && !isCutOff();
	}

	/** {@return how many are known to be missing before a frame} */
	private long lostBefore(final int frame) {
		return isCounted() && numbers.get(frame) >= holes.before().nextSetBit(0) ? holes.missing() : 0;
	}

	/** Whether a clip has sums at all shows the first that is right. */
	private void findWrongSums() {
		if (packets.stream().anyMatch(Packet::summed)) for (int i = 0; i < packets.size(); i++)
			if (!packets.get(i).summed()) damage(i, "a checksum is wrong");
	}

	private void findLost() {
		for (int i = 0; i < packets.size(); i++)
			if (!packets.get(i).hidden() && !shown.get(i)) damage(i, "a picture is missing");
	}

	/** {@return the packets whose pictures are what was recorded} */
	private BitSet trusted() {
		final BitSet trusted = new BitSet();
		final int firstHole = holes.before().isEmpty() ? packets.size() : holes.before().nextSetBit(0);
		boolean trust = true;
		long from = Packet.NONE;
		for (int i = 0; i < packets.size(); i++) {
			final Packet packet = packets.get(i);
			if (holes.before().get(i)) trust = false;
			// Behind a hole, indices tell of another packet than this that it is one.
			final boolean key = i < firstHole ? packet.key() : keys.get(i);
			if (!trust && key) {
				trust = true;
				from = packet.time();
			}
			if (damaged.get(i)) trust = false;
			if (trust && packet.time() >= from) trusted.set(i);
		}
		return trusted;
	}

	private void tell(final VideoStream stream, final List<Integer> usable) {
		if (sizeChange != null) flaws.add(sizeChange);
		final long all = Math.max(packets.stream().filter(packet -> !packet.hidden()).count(), numbers.size());
		if (isCutOff()) flaws.add("It was cut off: " + packets.size() + (stream.announced() > 0 ? " of " + stream.announced() : "") +
			" frames are there.");
		if (!holes.before().isEmpty()) tellHoles();
		if (!holes.before().isEmpty() && damaged.isEmpty()) flaws.add("Of " + all + " that are there " + usable.size() +
			" are used, the frames " + stretches(usable) + ".");
		if (usable.size() == all || damaged.isEmpty()) return;
		flaws.add("Its data are damaged (" + reason + "): of " + all + " frames " + (all - usable.size()) + " are left out, as " +
			"pictures that follow damaged data are wrong until the next key frame. Used are the frames " + stretches(usable) + ".");
	}

	private void tellHoles() {
		final int places = holes.before().cardinality();
		final int first = holes.before().nextSetBit(0);
		final String where = places == 1 ? "in its middle, " : "in " + places + " places, the first ";
		final String which = first == 0 ? "before all others" : "after " + first + (first == 1 ? " frame" : " frames");
		final long number = isCounted() ? holes.missing() : 0;
		if (reason.isEmpty()) reason = "frames are missing";
		flaws.add((number == 0 ? "Frames are" : number == 1 ? "1 frame is" : number + " frames are") + " missing " + where + which +
			(number > 0 ? "." : ", it is not known how many: later frames have smaller numbers and times than they had."));
	}

	/** {@return the frames, from 1, as 1 to 38, 51 to 97; those known to be missing count} */
	private String stretches(final List<Integer> usable) {
		final int[] order = order();
		final int[] ranks = new int[packets.size()];
		for (int i = 0; i < order.length; i++)
			ranks[order[i]] = i;
		final List<Long> frames = usable.stream().map(i -> 1 + place(i, ranks) + lostBefore(i)).toList();
		final List<String> stretches = new ArrayList<>();
		for (int i = 0; i < frames.size();) {
			int end = i;
			while (end + 1 < frames.size() && frames.get(end + 1) == frames.get(end) + 1)
				end++;
			stretches.add(frames.get(i) + (end > i ? " to " + frames.get(end) : ""));
			i = end + 1;
		}
		return stretches.isEmpty() ? "none" : stretches.size() <= NAMED ? String.join(", ", stretches)
			: String.join(", ", stretches.subList(0, NAMED)) + " ...";
	}

	/** {@return the rate that the file says if the times are those of it; else the mean one} */
	private FrameRate rate(final VideoStream stream) {
		final int gaps = times.size() - 1;
		final long[] unit = stream.unit();
		final long span = gaps < 1 ? 0 : times.get(gaps) - times.get(0);
		final long[] said = stream.rate();
		if (span <= 0) return fraction(said);
		if (said[0] > 0 && said[1] > 0 && isConstant(said, unit)) return fraction(said);
		return fraction(new long[] { gaps * unit[1], span * unit[0] });
	}

	private boolean isConstant(final long[] rate, final long[] unit) {
		final double step = (double) rate[1] * unit[1] / ((double) rate[0] * unit[0]);
		for (int i = 0; i < times.size(); i++)
			if (Math.abs(times.get(i) - times.get(0) - i * step) > 1) return false;
		return true;
	}

	/** {@return the fraction, as near as whole numbers allow; null if it is none} */
	private static FrameRate fraction(final long[] parts) {
		if (parts[0] <= 0 || parts[1] <= 0) return null;
		final int[] frames = new int[1];
		final int[] seconds = new int[1];
		org.bytedeco.ffmpeg.global.avutil.av_reduce(frames, seconds, parts[0], parts[1], Integer.MAX_VALUE);
		return frames[0] < 1 || seconds[0] < 1 ? null : new FrameRate(frames[0], seconds[0]);
	}
}
