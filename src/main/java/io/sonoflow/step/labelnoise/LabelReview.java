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
package io.sonoflow.step.labelnoise;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.review.Decision;
import io.sonoflow.curate.review.DecisionFile;
import io.sonoflow.curate.review.Neighbours;
import io.sonoflow.curate.review.Readers;
import io.sonoflow.curate.review.ReviewItem;
import io.sonoflow.curate.review.ReviewQueue;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A reader's way through the images of a search for wrong labels; knows no window. It begins at the first image that he has not
 * decided, and each decision is in the file before the next image is shown.
 *
 * <pre>
 * while (!review.isAtEnd())
 * 	review.decide(ask(review.current()));
 * </pre>
 */
public final class LabelReview {

	private final List<ReviewItem> all;
	private final ReviewQueue queue;
	private final List<String> classes;
	private final DecisionFile file;
	private final String reader;
	/** They take long to be compared: only who asks for them waits. */
	private final Object comparing = new Object();
	private Neighbours neighbours;
	/** One thread decides or moves, others ask. */
	private volatile int at;

	/**
	 * @param all images of the run
	 * @param queue what is shown
	 * @param classes the labels
	 * @param file of decisions
	 * @param reader his name
	 */
	LabelReview(final List<ReviewItem> all, final ReviewQueue queue, final List<String> classes, final DecisionFile file,
		final String reader)
	{
		this.all = List.copyOf(all);
		this.queue = queue;
		this.classes = List.copyOf(classes);
		this.file = file;
		this.reader = reader;
		this.at = queue.firstOpen(file.read(), reader);
	}

	/** {@return what is shown} */
	public ReviewQueue queue() {
		return queue;
	}

	/** {@return where decisions go} */
	public DecisionFile file() {
		return file;
	}

	/** {@return the reader's name} */
	public String reader() {
		return reader;
	}

	/** {@return the number of the image that is shown, from 0} */
	public int position() {
		return at;
	}

	/** {@return whether every image was passed} */
	public boolean isAtEnd() {
		return at >= queue.items().size();
	}

	/** {@return the image that is shown} */
	public ReviewItem current() {
		if (isAtEnd()) throw new IllegalStateException("no image is left");
		return queue.items().get(at);
	}

	/** {@return what the reader has decided of an image} */
	public Optional<Decision> decided(final ReviewItem item) {
		return file.find(item.image(), reader);
	}

	/** {@return number of images of the queue that the reader has decided} */
	public long done() {
		final List<String> shown = queue.items().stream().map(ReviewItem::image).toList();
		return file.read().stream().filter(each -> each.by().equals(reader) && shown.contains(each.image())).count();
	}

	/** {@return what may be decided: accept, reject and unsure; blind the labels and unsure} */
	public List<String> choices() {
		if (!queue.blind()) return List.of(Decision.ACCEPT, Decision.REJECT, Decision.UNSURE);
		return Stream.concat(classes.stream(), Stream.of(Decision.UNSURE)).toList();
	}

	/**
	 * Writes down what is decided of the image that is shown, and goes to the next one. May wait some seconds for another reader
	 * who writes at this moment.
	 *
	 * @param verdict one of {@link #choices()}
	 * @throws SonoflowException.File if it cannot be written; then nothing changed
	 */
	public void decide(final String verdict) {
		if (!choices().contains(verdict)) throw new IllegalArgumentException(verdict + " is none of " + choices());
		file.put(Decision.now(current(), verdict, reader));
		at = at + 1;
	}

	/** Goes to another image, as far as there is one. */
	public void move(final int steps) {
		at = Math.max(0, Math.min(queue.items().size(), at + steps));
	}

	/**
	 * What is shown of an image or clip.
	 *
	 * @param picture of a clip the frame in its middle
	 * @param frame its number, from 1
	 * @param frames how many the clip has; 1 = an image
	 */
	public record Shown(ArrayImg<UnsignedByteType, ByteArray> picture, int frame, int frames) {

		/** {@return that it is a clip's frame, in words; empty of an image} */
		public String words() {
			return frames == 1 ? "" : "A clip, shown by its middle frame (" + frame + " of " + frames + ")";
		}
	}

	/** {@return what is shown of an image or clip} */
	public static Shown shown(final ReviewItem item) {
		try (FrameReader reader = ImageFiles.open(item.file())) {
			final int frames = Math.max(item.frames(), reader.frames());
			final int middle = (frames - 1) / 2;
			return new Shown(reader.gray(reader.frames() == 1 ? 0 : middle), middle + 1, frames);
		}
	}

	private static ArrayImg<UnsignedByteType, ByteArray> picture(final ReviewItem item) {
		return shown(item).picture();
	}

	/**
	 * {@return the images most alike to one, the nearest first; none for a blind reader, whom their labels would lead, nor for an
	 *         image that cannot be read} The first time all images are read, which takes long
	 */
	public List<ReviewItem> neighbours(final ReviewItem shown, final int count, final Monitor monitor) {
		if (queue.blind()) return List.of();
		synchronized (comparing) {
			if (neighbours == null) neighbours = Neighbours.of(all.size(), i -> picture(all.get(i)), monitor);
			return IntStream.of(neighbours.nearest(all.indexOf(shown), count)).mapToObj(all::get).toList();
		}
	}

	/** {@return of how many images it is not known whom they are like, as they cannot be read; 0 before they were compared} */
	public int unreadable() {
		synchronized (comparing) {
			return neighbours == null ? 0 : neighbours.leftOut();
		}
	}

	/** {@return a message as this reader may see it: a blind one is told no name of an image, which may be that of its class} */
	public String told(final String message) {
		if (!queue.blind()) return message;
		String told = message;
		for (final ReviewItem each : all)
			for (final String name : List.of(each.file().toString(), each.image(), String.valueOf(each.file().getFileName())))
				told = told.replace(name, "an image");
		return told;
	}

	/** {@return how far readers agree, in words; empty with one reader} */
	public List<String> agreement() {
		return new Readers(file.read()).agreements().stream().map(Readers.Agreement::text).toList();
	}
}
