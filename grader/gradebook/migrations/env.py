"""What Alembic runs: the migrations, on the connection that the store hands over. There is no offline mode."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
