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
package io.sonoflow.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.cpu.ConvolutionCheck;
import io.sonoflow.nn.cpu.FreedMemory;
import io.sonoflow.nn.cpu.InstructionSet;
import io.sonoflow.nn.cpu.ThreadShare;
import io.sonoflow.nn.script.TorchScript;
import io.sonoflow.nn.weights.DType;
import io.sonoflow.nn.weights.Tensor;

import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.function.Supplier;

/**
 * PyTorch inside this JVM: starting it, and the things whose handling through DJL has traps.
 *
 * <pre>
 * Torch.inference(); // first thing in every thread that runs a network
 * try (NDManager manager = Torch.manager(Device.cpu())) {
 * 	NDArray x = Torch.floats(manager, pixels, 1, 1, 256, 256);
 * }
 * </pre>
 *
 * Whether gradients are recorded is PyTorch's setting <em>of the thread</em>; DJL switches it off only in the thread that
 * loads the engine, so a worker that does not call {@link #inference()} keeps the graph of everything it computes.
 */
public final class Torch {

	private static final String OFFLINE = "ai.djl.offline";

	private static Engine engine;

	private Torch() {
	}

	/**
	 * Loads PyTorch if that has not happened yet. Nothing is downloaded unless the user set the system property
	 * {@code ai.djl.offline=false}.
	 *
	 * @return the engine
	 * @throws SonoflowException.Device if PyTorch's library cannot be loaded, or computes wrong numbers on this CPU
	 */
	public static synchronized Engine start() {
		if (engine != null) return engine;
		if (System.getProperty(OFFLINE) == null) System.setProperty(OFFLINE, "true");
		// Chatter of the engine on its own start; the user hears from Devices and Check Setup instead.
		quiet("ai.djl.pytorch", "ai.djl.util.Platform", "ai.djl.util.cuda.CudaUtils");
		LibraryFolder.prepare();
		OwnPyTorch.prepare();
		WaitPolicy.prepare();
		InstructionSet.prepare();
		ThreadShare.prepare();
		FreedMemory.prepare();
		// DJL looks for its parts once a process, through the thread's class loader, which need not know them: in the plugins
		// folder of plain ImageJ it is the program's, in a script the host's or the script's own.
		final Thread thread = Thread.currentThread();
		final ClassLoader loader = thread.getContextClassLoader();
		thread.setContextClassLoader(Torch.class.getClassLoader());
		try {
			engine = right(Engine.getEngine("PyTorch"));
		}
		catch (final EngineException | LinkageError | IllegalStateException e) {
			throw new SonoflowException.Device(explain(rootMessage(e)), e);
		}
		finally {
			thread.setContextClassLoader(loader);
		}
		return engine;
	}

	private static String explain(final String message) {
		return LibraryFolder.explain(message).or(() -> OwnPyTorch.explain(message)).orElse("PyTorch cannot be loaded (" + message +
			"). This build carries the library for the platform it was built on; here it is " + System.getProperty("os.name") + " " +
			System.getProperty("os.arch") + ". Install the build for this platform, or point the environment variable " +
			"PYTORCH_LIBRARY_PATH to the lib folder of a PyTorch 2.7.1.");
	}

	private static Engine right(final Engine started) {
		try (NDManager manager = started.newBaseManager(Device.cpu())) {
			ConvolutionCheck.fault(manager).ifPresent(fault -> {
				throw new SonoflowException.Device("PyTorch computes wrong numbers on this CPU: " + fault +
					". Nothing that it says here can be relied on. Set the environment variable " + InstructionSet.VARIABLE + "=" + InstructionSet.SAFE +
					" before ImageJ is started; if that does not help, use another computer.");
			});
		}
		return started;
	}

	private static void quiet(final String... loggers) {
		for (final String name : loggers) {
			final String key = "org.slf4j.simpleLogger.log." + name;
			if (System.getProperty(key) == null) System.setProperty(key, "error");
		}
	}

	private static String rootMessage(final Throwable thrown) {
		Throwable cause = thrown;
		while (cause.getCause() != null)
			cause = cause.getCause();
		return cause.getMessage() == null || cause instanceof FileSystemException ? cause.toString() : cause.getMessage();
	}

	/** {@return PyTorch's version, e.g. {@code 2.7.1}} */
	public static String version() {
		return start().getVersion();
	}

	/** {@return DJL's version, e.g. {@code 0.36.0}} */
	public static String djlVersion() {
		start();
		return Engine.getDjlVersion();
	}

	/**
	 * @return a new root of native memory on this device; closing it frees every array made on it
	 * @see Devices#parse
	 */
	public static NDManager manager(final Device device) {
		return start().newBaseManager(device);
	}

	/**
	 * Stops recording gradients in this thread, and TorchScript's optimiser, which takes another way to the same gradient
	 * (with other last bits) from a network's second pass on: a training that is resumed could not have the bits of one that
	 * was not. The first call of every thread that runs a network.
	 */
	public static void inference() {
		start();
		JniUtils.setGradMode(false);
		JniUtils.setGraphExecutorOptimize(false);
	}

	/**
	 * Records gradients in this thread while the work runs, and not afterwards. Safe in several threads at once (DJL's
	 * GradientCollector is not).
	 *
	 * @return what the work returns
	 */
	public static <T> T withGradient(final Supplier<T> work) {
		start();
		JniUtils.setGradMode(true);
		try {
			return work.get();
		}
		finally {
			JniUtils.setGradMode(false);
		}
	}

	/**
	 * Adds d(sum of y * weight)/d(leaf) to the gradient of every leaf that asked for one.
	 *
	 * @param y made inside {@link #withGradient}; its graph is used up
	 * @param weight the gradient of whatever follows with respect to y, same shape; null = ones
	 */
	public static void backward(final NDArray y, final NDArray weight) {
		if (weight != null) JniUtils.backward((PtNDArray) y, (PtNDArray) weight, false, false);
		else try (NDArray ones = y.onesLike()) {
			JniUtils.backward((PtNDArray) y, (PtNDArray) ones, false, false);
		}
	}

	/**
	 * Sets how many threads PyTorch uses for an operation started by this thread. The numbers of two runs agree to the bit
	 * only if they use as many.
	 *
	 * @param count at least 1
	 */
	public static void threads(final int count) {
		start();
		JniUtils.setNumThreads(count);
	}

	/** {@return how many threads PyTorch uses for an operation started by this thread} */
	public static int threads() {
		start();
		return JniUtils.getNumThreads();
	}

	/**
	 * Seeds PyTorch's own generator (dropout only; all else draws from {@link io.sonoflow.RandomStream}). It is one for the
	 * whole process and its state cannot be saved: seed it anew at every step.
	 */
	public static void seed(final long seed) {
		start();
		JniUtils.setSeed(seed);
	}

	/**
	 * @param manager where the array is to live
	 * @param data the values in C order
	 * @param shape its product is the number of values
	 * @return a float32 array in PyTorch's own memory. (DJL's {@code create} lends Java's direct memory instead, which is
	 *         freed under a view that outlives the array.)
	 */
	public static NDArray floats(final NDManager manager, final float[] data, final long... shape) {
		if (new Shape(shape).size() != data.length) throw new IllegalArgumentException(data.length + " values do not fill " +
			new Shape(shape));
		if (!isHost(manager.getDevice())) return Staging.upload(manager, data, new Shape(shape));
		final NDArray array = manager.zeros(new Shape(shape));
		fill(array, data);
		return array;
	}

	/** The same in float64. */
	public static NDArray doubles(final NDManager manager, final double[] data, final long... shape) {
		if (new Shape(shape).size() != data.length) throw new IllegalArgumentException(data.length + " values do not fill " +
			new Shape(shape));
		if (!isHost(manager.getDevice())) try (NDManager host = manager(Device.cpu())) {
			return Staging.brought(doubles(host, data, shape), manager);
		}
		final NDArray array = manager.zeros(new Shape(shape), DataType.FLOAT64);
		array.toByteBuffer(true).asDoubleBuffer().put(data);
		return array;
	}

	/** The way to a GPU for what many steps bring alike. */
	private static final class Staging {

		/** Below it takes no time anyway. */
		private static final int MANY = 1 << 16;

		private static final NDManager HOST = manager(Device.cpu());

		/** Memory that the system may not move: a GPU fetches from it several times as fast. */
		private static final TorchScript OPERATORS = TorchScript.compile(HOST, """
			def pinned(self: __torch__.Ops, x: Tensor) -> Tensor:
			  return torch.pin_memory(x)
			""");

		/** Kept for the next of the same shape: fresh pages cost more than the copy. */
		private static NDArray last;

		static synchronized NDArray upload(final NDManager manager, final float[] data, final Shape shape) {
			if (!manager.getDevice().isGpu() || data.length < MANY) try (NDManager host = manager(Device.cpu())) {
				return brought(floats(host, data, shape.getShape()), manager);
			}
			if (last == null || !last.getShape().equals(shape)) {
				if (last != null) last.close();
				try (NDArray pages = HOST.zeros(shape)) {
					last = OPERATORS.call("pinned", pages).singletonOrThrow();
				}
			}
			fill(last, data);
			return brought(last, manager);
		}

		private static NDArray brought(final NDArray host, final NDManager manager) {
			final NDArray array = host.toDevice(manager.getDevice(), true);
			array.attach(manager);
			return array;
		}
	}

	private static boolean isHost(final Device device) {
		return device.equals(Device.cpu());
	}

	/** Overwrites a contiguous float32 array in place, on any device; also a leaf with a gradient. */
	public static void fill(final NDArray array, final float[] data) {
		if (!isHost(array.getDevice())) {
			try (NDManager host = manager(Device.cpu());
					NDArray source = floats(host, data, array.getShape().getShape()))
			{
				source.copyTo(array);
			}
			return;
		}
		final ByteBuffer memory = array.toByteBuffer(true);
		if (memory.remaining() != 4L * data.length) throw new IllegalArgumentException(data.length +
			" values do not fill " + array.getShape());
		memory.asFloatBuffer().put(data);
	}

	/**
	 * {@return an array, float32 in C order, as a tensor for a file: from a GPU a copy, on the CPU PyTorch's own memory, good as
	 *         long as the array is, as what takes half a gigabyte need not be copied to be written}
	 */
	public static Tensor lent(final NDArray array) {
		final long[] shape = array.getShape().getShape();
		return isHost(array.getDevice()) ? Tensor.of(DType.F32, array.toByteBuffer(true), shape) : Tensor.of(read(array), shape);
	}

	/**
	 * {@return an array's values, from any device. (DJL's {@code toFloatArray} leaves a copy of what it fetches from a GPU with
	 * the array's manager: for arrays that live long, use this.)}
	 */
	public static float[] read(final NDArray array) {
		if (isHost(array.getDevice())) return array.toFloatArray();
		try (NDArray host = array.toDevice(Device.cpu(), true)) {
			return host.toFloatArray();
		}
	}
}
