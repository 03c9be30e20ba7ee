# How to build and run it: docs/deployment.md
FROM python:3.12-slim

RUN useradd --create-home --uid 1000 app && mkdir /data && chown app /data
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER app

ENV FASHION_RUNS_DIR=/data/runs FASHION_CACHE_DIR=/data/cache PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8501
HEALTHCHECK CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://localhost:8501/_stcore/health', timeout=5)"]
# exec form: Streamlit itself gets the signal of `docker stop`, and its workers leave a checkpoint
CMD ["streamlit", "run", "app.py", "--server.address", "0.0.0.0", "--server.headless", "true"]
