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
package io.sonoflow.train.clip;

import io.sonoflow.dataset.clip.ChosenFrames;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameRoom;
import io.sonoflow.image.Images;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A clip, or an image: looked through once, with one frame in memory beside those that there is room for; then its frames are
 * where they fitted, or are decoded again.
 */
public final class ClipStore implements FrameStore {

	private final List<Path> files;
	private final FrameChoice choice;
	private final FrameRoom room;
	private volatile Seen seen;

	/** @param held null = nowhere but in its files */
	private record Seen(ChosenFrames chosen, Look look, FrameRoom.Held held) {
	}

	/** @param files one, or one a frame */
	public ClipStore(final List<Path> files, final FrameChoice choice, final FrameRoom room) {
		this.files = files;
		this.choice = choice;
		this.room = room;
	}

	/** Looks through it, unless that was done. */
	private Seen seen() {
		final Seen known = seen;
		return known == null ? find() : known;
	}

	private synchronized Seen find() {
		if (seen != null) return seen;
		final int[] smallest = { Integer.MAX_VALUE, Integer.MAX_VALUE };
		try (FrameRoom.Keeping keeping = room.keeping()) {
			final ChosenFrames chosen = choice.look(files, frame -> {
				if (Math.min(Images.width(frame), Images.height(frame)) < Math.min(smallest[0], smallest[1])) {
					smallest[0] = Images.width(frame);
					smallest[1] = Images.height(frame);
				}
				keeping.add(frame);
			});
			seen = new Seen(chosen, new Look(smallest[0], smallest[1], chosen.still(), chosen.flaws()), keeping.keep());
		}
		return seen;
	}

	@Override
	public Look look() {
		return seen().look;
	}

	@Override
	public int[] numbers() {
		return seen().chosen.numbers();
	}

	@Override
	public int all() {
		return seen().chosen.all();
	}

	@Override
	public boolean isHeld() {
		return seen().held != null;
	}

	@Override
	public List<ArrayImg<UnsignedByteType, ByteArray>> frames(final int... places) {
		final FrameRoom.Held held = seen().held;
		if (held != null) return Arrays.stream(places).mapToObj(held::frame).toList();
		final Map<Integer, ArrayImg<UnsignedByteType, ByteArray>> read = new HashMap<>();
		try (ChosenFrames.Reading reading = open()) {
			Arrays.stream(places).sorted().distinct().forEach(place -> read.put(place, reading.frame(place)));
		}
		return Arrays.stream(places).mapToObj(read::get).toList();
	}

	@Override
	public ChosenFrames.Reading open() {
		return seen().chosen.open();
	}
}
